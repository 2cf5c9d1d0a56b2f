package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.platform.Wire;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code POST /api/v1/brief/sessions/{id}/messages}. */
public final class AnswerQuestionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final AnswerQuestion answerQuestion;
  private final AskAgain askAgain;

  public AnswerQuestionHandler(TenantTx tenants, AnswerQuestion answerQuestion, AskAgain askAgain) {
    this.tenants = tenants;
    this.answerQuestion = answerQuestion;
    this.askAgain = askAgain;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    var text = request.json().path("text").asString("");
    var section = Wire.of(Section.class, request.json().path("ask_again").asString(""));
    return tenants.once(
        caller,
        request,
        tx -> {
          var session =
              section
                  .map(it -> askAgain.run(tx, id, it))
                  .orElseGet(() -> answerQuestion.run(tx, id, text))
                  .orRefuse();
          return Response.created(SessionView.of(session)).etag(Sessions.tag(tx, session));
        });
  }
}
