package app.xentri.copilot;

import app.xentri.copilot.brief.BriefCache;
import app.xentri.copilot.brief.EditBriefSection;
import app.xentri.copilot.brief.EditBriefSectionHandler;
import app.xentri.copilot.brief.ReadBriefHandler;
import app.xentri.copilot.interview.EmbeddedInterview;
import app.xentri.copilot.session.AnswerQuestion;
import app.xentri.copilot.session.AnswerQuestionHandler;
import app.xentri.copilot.session.ApproveBrief;
import app.xentri.copilot.session.ApproveBriefHandler;
import app.xentri.copilot.session.DraftBrief;
import app.xentri.copilot.session.DraftBriefHandler;
import app.xentri.copilot.session.EditDraftSection;
import app.xentri.copilot.session.EditDraftSectionHandler;
import app.xentri.copilot.session.ListMessagesHandler;
import app.xentri.copilot.session.ReadSessionHandler;
import app.xentri.copilot.session.StartSession;
import app.xentri.copilot.session.StartSessionHandler;
import app.xentri.platform.function.FunctionDefinition;
import app.xentri.platform.function.Functions;
import app.xentri.platform.function.Platform;
import app.xentri.platform.http.MemberEndpoint;
import java.util.Set;
import java.util.function.Supplier;

/** The functions of this context. */
public final class CopilotFunctions implements Functions {

  @Override
  public Set<String> names() {
    return Set.of(
        "brief-get",
        "brief-patch-section",
        "brief-session-start",
        "brief-session-get",
        "brief-session-messages",
        "brief-session-message",
        "brief-session-ready",
        "brief-session-draft-section",
        "brief-session-approve");
  }

  @Override
  public Supplier<FunctionDefinition> definition(String name, Platform platform) {
    return () -> FunctionDefinition.member(endpoint(name, platform));
  }

  private static MemberEndpoint endpoint(String name, Platform platform) {
    return switch (name) {
      case "brief-get" -> new ReadBriefHandler(platform.tenants());
      case "brief-patch-section" ->
          new EditBriefSectionHandler(
              new EditBriefSection(platform.recordingTenants(), cache(platform)),
              platform.schemas());
      case "brief-session-start" ->
          new StartSessionHandler(
              platform.recordingTenants(), new StartSession(new EmbeddedInterview()));
      case "brief-session-get" -> new ReadSessionHandler(platform.tenants());
      case "brief-session-messages" -> new ListMessagesHandler(platform.tenants());
      case "brief-session-message" ->
          new AnswerQuestionHandler(
              platform.tenants(), new AnswerQuestion(new EmbeddedInterview()));
      case "brief-session-ready" ->
          new DraftBriefHandler(
              platform.recordingTenants(), new DraftBrief(new EmbeddedInterview()));
      case "brief-session-draft-section" ->
          new EditDraftSectionHandler(
              platform.tenants(),
              new EditDraftSection(new EmbeddedInterview()),
              platform.schemas());
      case "brief-session-approve" ->
          new ApproveBriefHandler(platform.recordingTenants(), new ApproveBrief(), cache(platform));
      default -> throw new IllegalArgumentException("no function " + name);
    };
  }

  private static BriefCache cache(Platform platform) {
    return new BriefCache(platform::redis, platform.clock());
  }
}
