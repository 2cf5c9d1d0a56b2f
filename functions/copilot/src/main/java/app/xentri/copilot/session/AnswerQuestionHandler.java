package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
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
    return tenants.once(caller, request, tx -> taken(tx, id, body));
  }

  private Response taken(Tx tx, UUID id, JsonNode body) {
    var text = body.path("text").asString("");
    var section = Wire.of(Section.class, body.path("ask_again").asString(""));
    if (section.isPresent()) {
      return changed(tx, askAgain.run(tx, id, section.get()).orRefuse());
    }
    var corrected = body.path("replaces");
    if (!corrected.isMissingNode()) {
      var answer = UUID.fromString(corrected.asString());
      return changed(tx, correctAnswer.run(tx, id, answer, text).orRefuse());
    }
    var answered = answerQuestion.run(tx, id, text).orRefuse();
    var session = answered.session();
    return Response.created(SessionView.of(session).saying(answered.said()))
        .etag(Sessions.tag(tx, session));
  }

  private static Response changed(Tx tx, Session session) {
    return Response.created(SessionView.of(session)).etag(Sessions.tag(tx, session));
  }
}
