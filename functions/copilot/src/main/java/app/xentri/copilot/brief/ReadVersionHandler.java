package app.xentri.copilot.brief;

import app.xentri.copilot.brief.VersionStore.Compared;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/brief/versions/{version}}: what it says, and what it says otherwise than the
 * one before it, or than another one.
 */
public final class ReadVersionHandler implements MemberEndpoint {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final TenantTx tenants;

  public ReadVersionHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var version = version(request);
    var against = request.query("against").map(Long::parseLong).orElse(null);
    var found = tenants.read(caller, VersionStore.compared(version, against)).stream().findFirst();
    var compared = found.filter(it -> against == null || it.base().isPresent());
    return Response.ok(view(compared.orElseThrow(ReadVersionHandler::notFound)));
  }

  /**
   * The version that the path names.
   *
   * @throws Refused as not found if it can be none
   */
  static long version(Request request) {
    var text = request.pathParameter("version");
    if (!NUMBER.matcher(text).matches()) {
      throw notFound();
    }
    return Long.parseLong(text);
  }

  private static Refused notFound() {
    return new Refused(new Refusal.NotFound());
  }

  private static VersionDetailView view(Compared found) {
    @Nullable Long against = found.base().map(Brief::version).orElse(null);
    var changes =
        found.base().map(base -> BriefDiff.between(base, found.brief())).orElse(List.of());
    return new VersionDetailView(
        found.view(), found.brief().sections(), found.brief().status(), against, changes);
  }
}
