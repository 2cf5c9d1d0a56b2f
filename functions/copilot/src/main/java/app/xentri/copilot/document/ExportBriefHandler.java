package app.xentri.copilot.document;

import app.xentri.copilot.brief.Briefs;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/brief/export/…}: the Brief that stands, as a file of one format. */
public final class ExportBriefHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final Format format;

  public ExportBriefHandler(TenantTx tenants, Format format) {
    this.tenants = tenants;
    this.format = format;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var found = tenants.read(caller, DocumentStore.find()).stream().map(Outcome::done).findFirst();
    var read = found.orElseGet(Briefs::none).orRefuse();
    return Response.ok(format.file(read.brief(), read.orgName()));
  }
}
