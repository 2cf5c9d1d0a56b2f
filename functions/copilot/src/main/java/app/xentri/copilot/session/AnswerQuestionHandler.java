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
          if (!corrected.isMissingNode()) {
            // The reply keeps its id, which only the stored row knows: whoever asks reads it there.
            var session =
                correctAnswer
                    .run(tx, id, UUID.fromString(corrected.asString()), text)
                    .orRefuse();
            return Response.created(SessionView.of(session)).etag(Sessions.tag(tx, session));
          }
          var answered = answerQuestion.run(tx, id, text).orRefuse();
          var session = answered.session();
          return Response.created(SessionView.of(session).saying(answered.said()))
              .etag(Sessions.tag(tx, session));
        });
  }
}
