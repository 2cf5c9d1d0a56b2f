package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import java.util.UUID;

/** {@code POST /api/v1/brief/sessions/{id}/messages}: an answer, or one in place of the last. */
public final class AnswerQuestionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final AnswerQuestion answerQuestion;
  private final CorrectAnswer correctAnswer;

  public AnswerQuestionHandler(
      TenantTx tenants, AnswerQuestion answerQuestion, CorrectAnswer correctAnswer) {
    this.tenants = tenants;
    this.answerQuestion = answerQuestion;
    this.correctAnswer = correctAnswer;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    var text = request.json().path("text").asString();
    var corrected = request.json().path("replaces");
    return tenants.once(
        caller,
        request,
        tx -> {
          var said =
              corrected.isMissingNode()
                  ? answerQuestion.run(tx, id, text)
                  : correctAnswer.run(tx, id, UUID.fromString(corrected.asString()), text);
          var session = said.orRefuse();
          return Response.created(SessionView.of(session)).etag(Sessions.tag(tx, session));
        });
  }
}
