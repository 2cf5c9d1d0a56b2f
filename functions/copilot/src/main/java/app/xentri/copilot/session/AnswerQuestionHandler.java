package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code POST /api/v1/brief/sessions/{id}/messages}. */
public final class AnswerQuestionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final AnswerQuestion answerQuestion;

  public AnswerQuestionHandler(TenantTx tenants, AnswerQuestion answerQuestion) {
    this.tenants = tenants;
    this.answerQuestion = answerQuestion;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    var text = request.json().path("text").asString();
    return tenants.once(
        caller,
        request,
        tx -> {
          var answered = answerQuestion.run(tx, id, text).orRefuse();
          var session = answered.session();
          return Response.created(SessionView.of(session).saying(answered.said()))
              .etag(Sessions.tag(tx, session));
        });
  }
}
