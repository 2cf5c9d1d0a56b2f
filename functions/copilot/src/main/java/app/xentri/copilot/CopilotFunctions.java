package app.xentri.copilot;

import static app.xentri.platform.function.FunctionDefinition.member;
import static java.util.Map.entry;

import app.xentri.copilot.brief.BriefCache;
import app.xentri.copilot.brief.EditBriefSection;
import app.xentri.copilot.brief.EditBriefSectionHandler;
import app.xentri.copilot.brief.ListVersionsHandler;
import app.xentri.copilot.brief.ReadBriefHandler;
import app.xentri.copilot.brief.ReadVersionHandler;
import app.xentri.copilot.brief.RestoreVersion;
import app.xentri.copilot.brief.RestoreVersionHandler;
import app.xentri.copilot.document.ExportBriefHandler;
import app.xentri.copilot.document.Format;
import app.xentri.copilot.interview.EmbeddedInterview;
import app.xentri.copilot.session.AnswerQuestion;
import app.xentri.copilot.session.AnswerQuestionHandler;
import app.xentri.copilot.session.ApproveBrief;
import app.xentri.copilot.session.ApproveBriefHandler;
import app.xentri.copilot.session.AskAgain;
import app.xentri.copilot.session.CorrectAnswer;
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
    return Map.ofEntries(
        entry("brief-get", platform -> member(new ReadBriefHandler(platform.tenants()))),
        entry(
            "brief-patch-section",
            platform ->
                member(
                    new EditBriefSectionHandler(
                        platform.recordingTenants(),
                        new EditBriefSection(cache(platform)),
                        platform.schemas()))),
        entry("brief-versions", platform -> member(new ListVersionsHandler(platform.tenants()))),
        entry("brief-version-get", platform -> member(new ReadVersionHandler(platform.tenants()))),
        entry(
            "brief-restore",
            platform ->
                member(
                    new RestoreVersionHandler(
                        platform.recordingTenants(), new RestoreVersion(cache(platform))))),
        entry(
            "brief-export-markdown",
            platform -> member(new ExportBriefHandler(platform.tenants(), Format.MARKDOWN))),
        entry(
            "brief-export-json",
            platform -> member(new ExportBriefHandler(platform.tenants(), Format.JSON))),
        entry(
            "brief-export-pdf",
            platform -> member(new ExportBriefHandler(platform.tenants(), Format.PDF))),
        entry(
            "brief-session-start",
            platform ->
                member(
                    new StartSessionHandler(
                        platform.recordingTenants(), new StartSession(new EmbeddedInterview())))),
        entry(
            "brief-session-current",
            platform ->
                member(
                    new LookForSessionHandler(
                        platform.tenants(), new LookForSession(new EmbeddedInterview())))),
        entry(
            "brief-session-get",
            platform ->
                member(
                    new ReadSessionHandler(
                        platform.tenants(), new ReadSession(new EmbeddedInterview())))),
        entry(
            "brief-session-messages",
            platform -> member(new ListMessagesHandler(platform.tenants()))),
        entry(
            "brief-session-message",
            platform ->
                member(
                    new AnswerQuestionHandler(
                        platform.tenants(),
                        new AnswerQuestion(new EmbeddedInterview()),
                        new AskAgain(new EmbeddedInterview()),
                        new CorrectAnswer(new EmbeddedInterview())))),
        entry(
            "brief-session-ready",
            platform ->
                member(
                    new DraftBriefHandler(
                        platform.recordingTenants(), new DraftBrief(new EmbeddedInterview())))),
        entry(
            "brief-session-draft-section",
            platform ->
                member(
                    new EditDraftSectionHandler(
                        platform.tenants(),
                        new EditDraftSection(new EmbeddedInterview()),
                        platform.schemas()))),
        entry(
            "brief-session-approve",
            platform ->
                member(
                    new ApproveBriefHandler(
                        platform.recordingTenants(),
                        new ApproveBrief(new EmbeddedInterview(), cache(platform))))));
  }

  private static BriefCache cache(Platform platform) {
    return new BriefCache(platform::redis, platform.clock());
  }
}
