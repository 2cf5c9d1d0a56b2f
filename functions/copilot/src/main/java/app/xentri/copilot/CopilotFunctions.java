package app.xentri.copilot;

import static app.xentri.platform.function.FunctionDefinition.member;

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
import app.xentri.copilot.session.LookForSession;
import app.xentri.copilot.session.LookForSessionHandler;
import app.xentri.copilot.session.ReadSession;
import app.xentri.copilot.session.ReadSessionHandler;
import app.xentri.copilot.session.StartSession;
import app.xentri.copilot.session.StartSessionHandler;
import app.xentri.platform.function.Functions;
import app.xentri.platform.function.Platform;
import java.util.Map;

/** The functions of this context. */
public final class CopilotFunctions implements Functions {

  @Override
  public Map<String, Wiring> functions() {
    return Map.of(
        "brief-get",
        platform -> member(new ReadBriefHandler(platform.tenants())),
        "brief-patch-section",
        platform ->
            member(
                new EditBriefSectionHandler(
                    platform.recordingTenants(),
                    new EditBriefSection(cache(platform)),
                    platform.schemas())),
        "brief-session-start",
        platform ->
            member(
                new StartSessionHandler(
                    platform.recordingTenants(), new StartSession(new EmbeddedInterview()))),
        "brief-session-current",
        platform ->
            member(
                new LookForSessionHandler(
                    platform.tenants(), new LookForSession(new EmbeddedInterview()))),
        "brief-session-get",
        platform ->
            member(
                new ReadSessionHandler(
                    platform.tenants(), new ReadSession(new EmbeddedInterview()))),
        "brief-session-messages",
        platform -> member(new ListMessagesHandler(platform.tenants())),
        "brief-session-message",
        platform ->
            member(
                new AnswerQuestionHandler(
                    platform.tenants(), new AnswerQuestion(new EmbeddedInterview()))),
        "brief-session-ready",
        platform ->
            member(
                new DraftBriefHandler(
                    platform.recordingTenants(), new DraftBrief(new EmbeddedInterview()))),
        "brief-session-draft-section",
        platform ->
            member(
                new EditDraftSectionHandler(
                    platform.tenants(),
                    new EditDraftSection(new EmbeddedInterview()),
                    platform.schemas())),
        "brief-session-approve",
        platform ->
            member(
                new ApproveBriefHandler(
                    platform.recordingTenants(),
                    new ApproveBrief(new EmbeddedInterview(), cache(platform)))));
  }

  private static BriefCache cache(Platform platform) {
    return new BriefCache(platform::redis, platform.clock());
  }
}
