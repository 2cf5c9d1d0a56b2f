package app.xentri.isolation;

import java.sql.Connection;
import java.sql.SQLException;

/** In what context a session of ours could find itself when it should not see an org's rows. */
enum Context {
  /** A session that has never been in an org. */
  NONE,
  /** The settings are there and empty. */
  EMPTY,
  /** The settings hold something that is no id and no entry. */
  MALFORMED,
  /** The session is in another org, as another person. */
  OTHER,
  /** A pooled session whose last transaction was in the org and has committed. */
  STALE,
  /** The settings name the org and its person, signed by nobody. */
  FORGED,
  /** The session is in another org, and says that it is in this one. */
  BORROWED,
  /** The same, with the entry changed to name this org. */
  TAMPERED,
  /** The same, with the entry changed to name this org's person. */
  DISGUISED,
  /** With the entry that an earlier transaction of the same session had. */
  REPLAYED,
  /** With the entry that a transaction of another session has at this moment. */
  ABROAD;

  /** Where a session may go: an org and somebody in it. */
  record Seat(String org, String person, String clerkUser) {}

  /** Whether what is found then is another org, which is there to be seen. */
  boolean isInAnOrg() {
    return this == OTHER;
  }

  /**
   * Prepares a fresh session; what lasts for a transaction is set by {@link #begin}.
   *
   * @param other another session of the same role, whose transaction stays open
   * @return an entry to go on with; empty if there is none
   */
  String prepare(Connection session, Connection other, String role, Seat victim)
      throws SQLException {
    return switch (this) {
      case STALE -> {
        enter(session, role, victim);
        session.commit();
        yield "";
      }
      case REPLAYED -> {
        String entry = enter(session, role, victim);
        session.commit();
        yield entry;
      }
      case ABROAD -> enter(other, role, victim);
      case NONE, EMPTY, MALFORMED, OTHER, FORGED, BORROWED, TAMPERED, DISGUISED -> "";
    };
  }

  /** What is true inside each transaction. */
  void begin(Connection session, String role, Seat victim, Seat attacker, String entry)
      throws SQLException {
    switch (this) {
      case NONE, STALE -> {}
      case EMPTY -> say(session, "", "");
      case MALFORMED -> say(session, "not-an-id' or true --", "%");
      case OTHER -> enter(session, role, attacker);
      case FORGED -> say(session, victim.org(), victim.org() + victim.person() + "f".repeat(64));
      case BORROWED -> say(session, victim.org(), enter(session, role, attacker));
      case TAMPERED -> {
        String own = enter(session, role, attacker);
        say(session, victim.org(), victim.org() + own.substring(36));
      }
      case DISGUISED -> {
        String own = enter(session, role, attacker);
        say(session, attacker.org(), own.substring(0, 36) + victim.person() + own.substring(72));
      }
      case REPLAYED, ABROAD -> say(session, victim.org(), entry);
    }
  }

  /** Enters as this role can, if it can; what the transaction holds then as its entry. */
  static String enter(Connection session, String role, Seat where) throws SQLException {
    if (role.endsWith("relay")) {
      return where.org() + where.person() + "0".repeat(64);
    }
    boolean job = role.endsWith("job");
    String sql =
        job
            ? "select enter_org_as_job(?::uuid, '')"
            : "select enter_org(?, null, ?::uuid, null, '')";
    try (var statement = session.prepareStatement(sql)) {
      if (!job) {
        statement.setString(1, where.clerkUser());
      }
      statement.setString(job ? 1 : 2, where.org());
      statement.execute();
    }
    return ask(session, "select current_setting('app.entered')");
  }

  private static String ask(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void say(Connection session, String org, String entered) throws SQLException {
    set(session, "app.current_org_id", org);
    set(session, "app.entered", entered);
  }

  private static void set(Connection session, String name, String value) throws SQLException {
    try (var statement = session.prepareStatement("select set_config(?, ?, true)")) {
      statement.setString(1, name);
      statement.setString(2, value);
      statement.execute();
    }
  }
}
