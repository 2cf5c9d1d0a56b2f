package app.xentri.platform.database;

import app.xentri.platform.identity.Caller;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The round trip that begins a transaction: BEGIN, the way in, what is asked at once, and where
 * that is all the COMMIT too.
 */
final class FirstTrip {

  /** How a transaction gets to where it works. */
  sealed interface Door {
    /** Into an org that this person is a member of. */
    record OfMember(Caller caller) implements Door {}

    /** Into an org without a person. */
    record OfJob(UUID org, String traceId) implements Door {}

    /** Into none. */
    record Outside(String traceId) implements Door {}
  }

  /** What is asked, and after the trip its answer. */
  static final class Asked<T> {

    private final Query<T> query;
    private List<T> rows = List.of();

    private Asked(Query<T> query) {
      this.query = query;
    }

    private void read(PreparedStatement statement) throws SQLException {
      try (ResultSet found = statement.getResultSet()) {
        rows = query.rows(found);
      }
    }

    List<T> rows() {
      return rows;
    }
  }

  private final Connection connection;
  private final Door door;
  private final List<Asked<?>> asked = new ArrayList<>();
  private boolean commits;

  FirstTrip(Connection connection, Door door) {
    this.connection = connection;
    this.door = door;
  }

  /** Asks this behind the door; each question sees what is committed when its turn comes. */
  <T> Asked<T> ask(Query<T> query) {
    var one = new Asked<>(query);
    asked.add(one);
    return one;
  }

  /** Has it be the last trip too. */
  FirstTrip andCommit() {
    commits = true;
    return this;
  }

  /** Who the transaction works as; null outside. */
  @Nullable Member go() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(statements())) {
      if (!asked.isEmpty()) {
        Sql.planWithValues(statement);
      }
      int next = bind(statement);
      for (Asked<?> one : asked) {
        next = one.query.bind(statement, next);
      }
      statement.execute();
      Member member = member(statement);
      for (Asked<?> one : asked) {
        statement.getMoreResults();
        one.read(statement);
      }
      return member;
    }
  }

  private String statements() {
    var statements = new StringBuilder(way());
    asked.forEach(one -> statements.append(';').append(one.query.text()));
    if (commits) {
      statements.append(";commit");
    }
    return statements.toString();
  }

  private String way() {
    return switch (door) {
      case Door.OfMember _ -> Sql.of(FirstTrip.class, "enter");
      case Door.OfJob _ -> Sql.of(FirstTrip.class, "enterAsJob");
      case Door.Outside _ -> Sql.of(FirstTrip.class, "begin");
    };
  }

  private int bind(PreparedStatement statement) throws SQLException {
    return switch (door) {
      case Door.OfMember(var caller) -> bind(statement, caller);
      case Door.OfJob(var org, var traceId) -> {
        statement.setObject(1, org);
        statement.setString(2, traceId);
        yield 3;
      }
      case Door.Outside(var traceId) -> {
        Waits waits = Waits.now();
        statement.setString(1, traceId);
        statement.setString(2, waits.lockMillis());
        statement.setString(3, waits.statementMillis());
        yield 4;
      }
    };
  }

  /**
   * The first values of a statement that enters as a member.
   *
   * @return the place after the last one
   */
  static int bind(PreparedStatement statement, Caller caller) throws SQLException {
    Waits waits = Waits.now();
    statement.setString(1, waits.lockMillis());
    statement.setString(2, waits.statementMillis());
    statement.setString(3, caller.clerkUserId());
    statement.setString(4, caller.clerkOrgId());
    statement.setObject(5, caller.requestedOrg(), Types.OTHER);
    statement.setString(6, caller.sessionId());
    statement.setString(7, caller.traceId());
    return 8;
  }

  private @Nullable Member member(PreparedStatement statement) throws SQLException {
    return switch (door) {
      case Door.OfMember(var caller) -> {
        try (ResultSet rows = statement.getResultSet()) {
          yield member(rows, caller);
        }
      }
      case Door.OfJob(var org, _) -> {
        MDC.put("org_id", org.toString());
        yield new Member(org, null, "job");
      }
      case Door.Outside _ -> {
        MDC.remove("org_id");
        yield null;
      }
    };
  }

  /**
   * Who the caller is here; before anything else is read or done, their page must show the same.
   */
  static Member member(ResultSet rows, Caller caller) throws SQLException {
    rows.next();
    UUID org = rows.getObject(1, UUID.class);
    UUID user = rows.getObject(2, UUID.class);
    MDC.put("org_id", org.toString());
    if (caller.shown() != null) {
      caller.shown().require(user, org);
    }
    return new Member(org, user, rows.getString(3));
  }
}
