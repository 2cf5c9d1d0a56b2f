package app.xentri.copilot.session;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.BriefStore;
import app.xentri.copilot.brief.Causes;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.copilot.interview.Turn;
import app.xentri.platform.Json;
import app.xentri.platform.Wire;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.Cursor;
import app.xentri.platform.http.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import tools.jackson.core.type.TypeReference;

/** Sessions of the current org and what was said in them. Each call is one round trip. */
final class SessionStore {
  private SessionStore() {}

  /**
   * The session that is open, and the Brief that stands.
   *
   * @param said its newest words, newest first
   */
  record Open(Optional<Session> session, Optional<Brief> brief, List<Said> said) {}

  /** A session, and the Brief that stands. */
  record Reviewed(Session session, Optional<Brief> brief) {}

  /** What was said, as it is answered. */
  record Said(int seq, SaidView view) {

    /** The list that cursors of messages are places of. */
    static final String LIST = "messages";

    /**
     * A page of what was found.
     *
     * @param found newest first, at most {@code limit + 1}
     */
    static Page<SaidView> page(List<Said> found, int limit) {
      return Page.of(found, limit, last -> Cursor.at(LIST, last.seq())).map(Said::view);
    }
  }

  /** A message as {@code schema/api/brief-session-messages.response.json} describes it. */
  record SaidView(
      UUID id, Message.Role role, String text, Instant createdAt, List<Section> sections) {}

  /** A message as {@code open} gives it. */
  private record SaidRow(
      UUID id,
      int seq,
      Message.Role role,
      String text,
      OffsetDateTime createdAt,
      List<Section> sections) {
    Said said() {
      return new Said(seq, new SaidView(id, role, text, createdAt.toInstant(), sections));
    }
  }

  private static final TypeReference<List<SaidRow>> WORDS = new TypeReference<>() {};

  /** A message as {@code save} and its like take it. */
  private record MessageRow(
      UUID id, int seq, Message.Role role, String text, List<Section> sections) {}

  /** The session as it stands on the Brief of today. */
  static Optional<Session> find(Tx tx, InterviewEngine engine, UUID id) {
    return found(tx, engine, "find", id);
  }

  /** As {@link #find}, and holds its row until the transaction ends. */
  static Optional<Session> findToChange(Tx tx, InterviewEngine engine, UUID id) {
    return found(tx, engine, "findToChange", id);
  }

  private static Optional<Session> found(Tx tx, InterviewEngine engine, String statement, UUID id) {
    return tx.sql(SessionStore.class, statement)
        .param("id", id)
        .query((row, number) -> session(engine, row, number))
        .optional();
  }

  /** As {@link #findToChange}, and holds the Brief too. */
  static Optional<Reviewed> findToApprove(Tx tx, InterviewEngine engine, UUID id) {
    return tx.sql(SessionStore.class, "findToApprove")
        .param("id", id)
        .query((row, number) -> new Reviewed(session(engine, row, number), brief(row, number)))
        .optional();
  }

  /**
   * What is open.
   *
   * @param words how many of its newest words at most
   */
  static Open open(Tx tx, InterviewEngine engine, int words) {
    return tx.sql(SessionStore.class, "open")
        .param("words", words)
        .query(
            (row, number) ->
                new Open(
                    row.getString("state") == null
                        ? Optional.empty()
                        : Optional.of(session(engine, row, number)),
                    brief(row, number),
                    saidIn(row.getString("newest"))))
        .single();
  }

  private static List<Said> saidIn(String newest) {
    return Json.stored(newest, WORDS).stream().map(SaidRow::said).toList();
  }

  /** On the Brief of the same row, if that has moved on. */
  private static Session session(InterviewEngine engine, ResultSet row, int number)
      throws SQLException {
    var session = SessionRow.read(row, number);
    var basis = SessionRow.basis(row);
    return session.state() == SessionState.APPROVED
        ? session
        : brief(row, number)
            .filter(brief -> brief.version() > session.ground().version())
            .map(brief -> session.on(brief, basis, engine))
            .orElse(session);
  }

  private static Optional<Brief> brief(ResultSet row, int number) throws SQLException {
    return row.getString("brief_sections") == null
        ? Optional.empty()
        : Optional.of(BriefStore.read(row, number));
  }

  /** Begins a session with its first words; false if another one of the org is open. */
  static boolean begin(Tx tx, Session session, Message opening) {
    return bind(tx.sql(SessionStore.class, "begin"), session, List.of(opening))
            .param("created_at", utc(session.createdAt()))
            .query(Integer.class)
            .single()
        == 1;
  }

  /**
   * Saves a session that this transaction holds, with what was said since.
   *
   * @return the session, counting the new messages
   */
  static Session save(Tx tx, Session session, List<Message> messages) {
    bind(tx.sql(SessionStore.class, "save"), session, messages).update();
    return session.having(messages.size());
  }

  /**
   * Saves a session whose last answer was given in other words: they and the reply to them take the
   * places of the ones before, under their ids, and whatever the co-pilot said after those goes.
   *
   * @return the session, and the two as they are kept
   */
  static Answered correct(Tx tx, Session session, String text, Turn turn) {
    var last = Objects.requireNonNull(session.last());
    var from = session.having(last.seq() - 1 - session.said());
    var messages =
        List.of(
            Message.byOwner(last.message(), text, turn.touched()),
            Message.byCopilot(last.message(), turn.reply(), turn.interview()));
    var kept =
        bind(tx.sql(SessionStore.class, "correct"), from, messages)
            .query((row, _) -> said(row))
            .list();
    var newestFirst =
        kept.stream()
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingInt(Said::seq).reversed())
            .map(Said::view)
            .toList();
    return new Answered(from.having(messages.size()), newestFirst);
  }

  /**
   * Saves an approved session and the Brief that it became.
   *
   * @param causes of the sections that it changed, the events that say so
   */
  static Session approve(Tx tx, Session session, Brief brief, Causes causes, Message last) {
    bind(tx.sql(SessionStore.class, "approve"), session, List.of(last))
        .param("brief_id", brief.id())
        .param("brief_version", brief.version())
        .param("brief_sections", BriefStore.sections(brief))
        .param("brief_status", BriefStore.status(brief))
        .param("brief_causes", Json.write(causes))
        .param("brief_updated_at", utc(brief.updatedAt()))
        .update();
    return session.having(1);
  }

  private static StatementSpec bind(
      StatementSpec statement, Session session, List<Message> messages) {
    var standing = session.standing();
    var basis = session.ground().basis();
    return statement
        .param("id", session.id())
        .param("state", session.state().wire())
        .param("version", session.version())
        .param("reply", standing.reply())
        .param("quick_replies", Json.write(standing.quickReplies()))
        .param("can_draft", standing.canDraft())
        .param("progress", Json.write(standing.progress()))
        .param("still_open", Json.write(standing.stillOpen()))
        .param("draft", Json.write(session.interview().draft()))
        .param("accepted", Json.write(session.review().accepted()))
        .param("left_as_draft", Json.write(session.review().left()))
        .param("changed", Json.write(session.review().changed()))
        .param("gone", Json.write(session.gone()))
        .param(
            "last_answer",
            session.last() == null ? null : Json.write(session.last()),
            Types.VARCHAR)
        .param("basis", basis == null ? null : Json.write(basis), Types.VARCHAR)
        .param("basis_version", session.ground().version())
        .param("cause_id", session.cause(), Types.OTHER)
        .param("memory", Json.write(session.interview().memory()))
        .param("said", session.said() + messages.size())
        .param("updated_at", utc(session.updatedAt()))
        .param("messages", messages(session, messages));
  }

  private static String messages(Session session, List<Message> messages) {
    var rows = new ArrayList<MessageRow>();
    for (var one : messages) {
      var seq = session.said() + rows.size() + 1;
      rows.add(new MessageRow(one.id(), seq, one.role(), one.text(), one.sections()));
    }
    return Json.write(rows);
  }

  /**
   * What was said in a session, newest first.
   *
   * @param before only what was said before this; null for the newest
   * @return empty if there is no such session
   */
  static Optional<List<Said>> messages(Tx tx, UUID session, @Nullable Integer before, int limit) {
    var rows =
        tx.sql(SessionStore.class, "messages")
            .param("session", session)
            .param("before", before, Types.INTEGER)
            .param("limit", limit)
            .query((row, _) -> said(row))
            .list();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(rows.stream().flatMap(Optional::stream).toList());
  }

  /** Empty for the row that only says that the session is there. */
  private static Optional<Said> said(ResultSet row) throws SQLException {
    var id = row.getString("id");
    if (id == null) {
      return Optional.empty();
    }
    var view =
        new SaidView(
            UUID.fromString(id),
            Wire.of(Message.Role.class, row.getString("role")).orElseThrow(),
            row.getString("text"),
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            Json.stored(row.getString("sections"), SessionRow.NAMES));
    return Optional.of(new Said(row.getInt("seq"), view));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
