package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/brief/sessions/current}. What has not begun bears no tag. */
public final class LookForSessionHandler implements MemberEndpoint {

  /** As many words as one sees at once, and some to scroll back. */
  private static final int WORDS = 30;

  private final TenantTx tenants;
  private final LookForSession lookForSession;

  public LookForSessionHandler(TenantTx tenants, LookForSession lookForSession) {
    this.tenants = tenants;
    this.lookForSession = lookForSession;
  }

  private record View(boolean hasBrief, SessionView session) {}

  @Override
  public Response handle(Request request, Caller caller) {
    return tenants.run(
        caller,
        tx -> {
          var found = lookForSession.run(tx, WORDS);
          var session = SessionView.of(found.session());
          if (!found.begun()) {
            return Response.ok(new View(found.hasBrief(), session));
          }
          return Response.ok(new View(found.hasBrief(), session.saying(found.said())))
              .etag(Sessions.tag(tx, found.session()));
        });
  }
}
