package app.xentri.copilot.brief;

import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.Wire;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.validation.Schemas;

/** {@code PATCH /api/v1/brief/sections/{section}}. */
public final class EditBriefSectionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final EditBriefSection editSection;
  private final Schemas schemas;

  public EditBriefSectionHandler(TenantTx tenants, EditBriefSection editSection, Schemas schemas) {
    this.tenants = tenants;
    this.editSection = editSection;
    this.schemas = schemas;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var seen = request.ifMatch();
    var section = section(request);
    var edit = SectionEdit.of(schemas, section, request.json().path("content")).orRefuse();
    var status =
        Wire.of(SectionStatus.class, request.json().path("status").asString("")).orElse(null);
    return tenants.run(
        caller,
        tx -> {
          var edited = editSection.run(tx, edit, status, seen).orRefuse();
          return Response.ok(edited.brief()).etag(edited.tag());
        });
  }

  /**
   * The section that the path names.
   *
   * @throws Refused as not found if there is none of that name
   */
  public static Section section(Request request) {
    return Wire.of(Section.class, request.pathParameter("section"))
        .orElseThrow(() -> new Refused(new Refusal.NotFound()));
  }
}
