package app.xentri.copilot.session;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.BriefCache;
import app.xentri.copilot.brief.BriefView;
import app.xentri.copilot.brief.Briefs;
import app.xentri.copilot.brief.Causes;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionStatus;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.platform.EntityTag;
import app.xentri.platform.Ids;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import app.xentri.platform.event.NewEvent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the reviewed draft the org's Brief. What the owner accepted is ready, the rest a draft.
 * Where a Brief stands already, only the sections that this session has changed replace its own,
 * joined with what was changed in the Brief meanwhile.
 */
public final class ApproveBrief {

  private static final String WORDS =
      "Your Brief stands. You can change any section of it at any time.";

  private final InterviewEngine engine;
  private final BriefCache cache;

  public ApproveBrief(InterviewEngine engine, BriefCache cache) {
    this.engine = engine;
    this.cache = cache;
  }

  /**
   * Approves a session.
   *
   * @param seen the tag of what the owner has read; null to approve what is there
   * @return the approved session; refused with the current one when it is not what was seen
   */
  Outcome<Answered> run(Tx tx, UUID id, @Nullable EntityTag seen) {
    var found = SessionStore.findToApprove(tx, engine, id);
    if (found.isEmpty()) {
      return Sessions.notFound();
    }
    var reviewed = found.get();
    if (seen != null && !seen.equals(Sessions.tag(tx, reviewed.session()))) {
      return Sessions.changedMeanwhile(tx, reviewed.session());
    }
    return switch (Step.APPROVE.from(reviewed.session().state())) {
      case Move.Refused refused -> Sessions.refused(refused);
      case Move.Made _ -> Outcome.done(approved(tx, reviewed.session(), reviewed.brief()));
    };
  }

  private Answered approved(Tx tx, Session session, Optional<Brief> standing) {
    var now = Sessions.now(tx);
    var brief =
        standing.map(before -> next(before, session, now)).orElseGet(() -> first(tx, session, now));
    var causes = tell(tx, session, standing, brief);
    var became = new Session.BriefVersion(brief.id(), brief.version());
    var last = session.standing().saying(WORDS, List.of());
    var words = Message.byCopilot(Ids.next(tx.clock()), WORDS, session.interview());
    var org = tx.member().orgId();
    tx.afterCommit(() -> cache.put(org, BriefView.of(brief)));
    return new Answered(
        SessionStore.approve(tx, session.approvedAs(became, last, now), brief, causes, words),
        List.of(words.said(now)));
  }

  private static Brief first(Tx tx, Session session, Instant now) {
    var status = new EnumMap<Section, SectionStatus>(Section.class);
    session.review().accepted().forEach(section -> status.put(section, SectionStatus.READY));
    return new Brief(Ids.next(tx.clock()), 1, session.interview().draft(), status, now);
  }

  private static Brief next(Brief before, Session session, Instant now) {
    var sections = before.sections();
    var status = new EnumMap<>(before.status());
    for (var section : session.review().changed()) {
      var words = session.interview().draft().of(section);
      if (!words.equals(before.sections().of(section))) {
        sections = sections.with(words);
        status.put(section, SectionStatus.DRAFT);
      }
    }
    session.review().left().forEach(section -> status.put(section, SectionStatus.DRAFT));
    session.review().accepted().forEach(section -> status.put(section, SectionStatus.READY));
    var after = new Brief(before.id(), before.version() + 1, sections, status, now);
    return after.saysTheSameAs(before) ? before : after;
  }

  /** Tells of the Brief, or of each section that it changes, as what the session led to. */
  private static Causes tell(Tx tx, Session session, Optional<Brief> standing, Brief brief) {
    if (standing.isEmpty()) {
      return Causes.of(tx.emit(created(session, brief)));
    }
    var causes = Causes.none();
    for (var section : Section.values()) {
      if (brief.differsIn(section, standing.get())) {
        var event = Briefs.updated(brief, section, "ai_proposal");
        causes = causes.with(section, tx.emit(Sessions.of(session, event)));
      }
    }
    return causes;
  }

  private record Created(UUID briefId, long version, Map<Section, SectionStatus> sections) {}

  private static NewEvent created(Session session, Brief brief) {
    var payload = new Created(brief.id(), brief.version(), brief.status());
    return Sessions.event("xentri.brief.created.v1", session, payload);
  }
}
