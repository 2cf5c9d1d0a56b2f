package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.platform.Outcome;
import app.xentri.platform.Wire;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/v1/brief/sessions/{id}/messages}: an answer, or one in place of the last. */
public final class AnswerQuestionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final AnswerQuestion answerQuestion;
  private final AskAgain askAgain;
  private final CorrectAnswer correctAnswer;

  public AnswerQuestionHandler(
      TenantTx tenants,
      AnswerQuestion answerQuestion,
      AskAgain askAgain,
      CorrectAnswer correctAnswer) {
    this.tenants = tenants;
    this.answerQuestion = answerQuestion;
    this.askAgain = askAgain;
    this.correctAnswer = correctAnswer;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    var body = request.json();
    return tenants.once(
        caller,
        request,
        tx -> {
          var answered = taken(tx, id, body).orRefuse();
          return Response.created(answered.view()).etag(Sessions.tag(tx, answered.session()));
        });
  }

  private Outcome<Answered> taken(Tx tx, UUID id, JsonNode body) {
    var text = body.path("text").asString("");
    var section = Wire.of(Section.class, body.path("ask_again").asString(""));
    if (section.isPresent()) {
      return askAgain.run(tx, id, section.get());
    }
    return body.path("replaces").isMissingNode()
        ? answerQuestion.run(tx, id, text)
        : correctAnswer.run(tx, id, UUID.fromString(body.path("replaces").asString()), text);
  }
}
