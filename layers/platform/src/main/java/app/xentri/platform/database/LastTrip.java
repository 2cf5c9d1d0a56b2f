package app.xentri.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The round trip that ends a transaction: what it records, the answer to keep, what else is done
 * last, COMMIT, and whether the relay must be woken.
 *
 * <p>The question comes after the COMMIT, as a transaction of its own: a relay that has not given
 * up by then still looks once more, and sees what was committed.
 */
final class LastTrip {

  private static final Logger LOG = LoggerFactory.getLogger(LastTrip.class);

  /**
   * What a commit came to.
   *
   * @param place of the newest event; 0 without any
   * @param wake the relay must be woken
   */
  record Committed(long place, boolean wake) {}

  /** One statement before the COMMIT. */
  private sealed interface Step {
    record Enter(UUID org) implements Step {}

    record Append(Emission event) implements Step {}

    record KeepAnswer(KeptAnswer keep) implements Step {}

    record AppendAndKeep(Emission event, KeptAnswer keep) implements Step {}

    record Also(Query<?> query) implements Step {}
  }

  private final Connection connection;
  private final @Nullable Emission newest;
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Member now;

  /**
   * One without anything to do yet but the COMMIT.
   *
   * @param now who and where the transaction is, if in an org
   * @param newest the newest event of the transaction, if it has any, whether it is recorded
   *     already or one that {@link #append} is given
   */
  LastTrip(Connection connection, @Nullable Member now, @Nullable Emission newest) {
    this.connection = connection;
    this.now = now;
    this.newest = newest;
  }

  /** Records an event in the org that it was emitted in, wherever the work has led meanwhile. */
  void append(Emission event) {
    enter(event.actor());
    steps.add(new Step.Append(event));
  }

  /**
   * Keeps an answer in the org that its key was claimed in; together with the event before it, if
   * that is the same org's.
   */
  void keep(KeptAnswer answer) {
    enter(answer.member());
    if (!steps.isEmpty() && steps.getLast() instanceof Step.Append(var event)) {
      steps.set(steps.size() - 1, new Step.AppendAndKeep(event, answer));
    } else {
      steps.add(new Step.KeepAnswer(answer));
    }
  }

  /** Does this, too, wherever the transaction is by then. */
  void also(Query<?> query) {
    steps.add(new Step.Also(query));
  }

  private void enter(Member wanted) {
    if (now == null || !now.orgId().equals(wanted.orgId())) {
      steps.add(new Step.Enter(wanted.orgId()));
    }
    now = wanted;
  }

  /**
   * Does it all. If it is only the question after the COMMIT that fails, the work is done all the
   * same, and the relay is woken to be safe.
   */
  Committed commit() throws SQLException {
    try {
      return send();
    } catch (SQLException e) {
      if (newest == null || StaleConnection.isOne(e)) {
        throw e;
      }
      return committedAnyway(newest, e);
    }
  }

  private Committed send() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(statements())) {
      int next = 1;
      for (Step step : steps) {
        next = bind(statement, next, step);
      }
      statement.execute();
      return committed(statement);
    }
  }

  private String statements() {
    var statements = new StringBuilder();
    steps.forEach(step -> statements.append(sql(step)).append(';'));
    statements.append("commit");
    if (newest != null) {
      statements.append(';').append(Sql.of(LastTrip.class, "wake"));
    }
    return statements.toString();
  }

  private static String sql(Step step) {
    return switch (step) {
      case Step.Enter _ -> Sql.of(LastTrip.class, "enter");
      case Step.Append _ -> Emission.statement();
      case Step.KeepAnswer _ -> KeptAnswer.statement();
      case Step.AppendAndKeep _ -> Sql.of(LastTrip.class, "emitAndKeep");
      case Step.Also(var query) -> query.text();
    };
  }

  private static int bind(PreparedStatement statement, int next, Step step) throws SQLException {
    return switch (step) {
      case Step.Enter(var org) -> {
        statement.setString(next, org.toString());
        yield next + 1;
      }
      case Step.Append(var event) -> event.bind(statement, next);
      case Step.KeepAnswer(var keep) -> keep.bind(statement, next);
      case Step.AppendAndKeep(var event, var keep) ->
          keep.bindBesideEvent(statement, event.bind(statement, next));
      case Step.Also(var query) -> query.bind(statement, next);
    };
  }

  private Committed committed(PreparedStatement statement) throws SQLException {
    long place = 0;
    for (Step step : steps) {
      if (step instanceof Step.Append || step instanceof Step.AppendAndKeep) {
        place = place(statement);
      }
      statement.getMoreResults();
    }
    if (newest == null) {
      return new Committed(place, false);
    }
    statement.getMoreResults();
    return new Committed(place, wake(statement));
  }

  private static long place(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      return Emission.place(rows);
    }
  }

  private static boolean wake(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  /**
   * Looks in a transaction of its own for the newest event: it is there if all is.
   *
   * @param failure what a failed commit throws
   */
  private Committed committedAnyway(Emission event, SQLException failure) throws SQLException {
    Optional<Long> place;
    try {
      connection.rollback();
      place = placeOf(event);
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      throw failure;
    }
    if (place.isEmpty()) {
      throw failure;
    }
    LOG.atError().setCause(failure).log("committed, but not known whether the relay must be woken");
    return new Committed(place.get(), true);
  }

  private Optional<Long> placeOf(Emission event) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.of(LastTrip.class, "placeOf"))) {
      statement.setObject(1, event.actor().orgId());
      statement.setObject(2, event.id());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return Optional.ofNullable(rows.getObject(1, Long.class));
      }
    }
  }
}
