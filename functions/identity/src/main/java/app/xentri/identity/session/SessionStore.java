package app.xentri.identity.session;

import app.xentri.platform.database.BareTx;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.Tx;
import java.util.Optional;
import java.util.UUID;

/** Which sessions have ended, and which one signed up. */
public final class SessionStore {

  private SessionStore() {}

  public static boolean hasEnded(Tx tx, String sessionId) {
    return tx.sql(SessionStore.class, "hasEnded")
        .param("session", sessionId)
        .query(Boolean.class)
        .single();
  }

  /**
   * Whether a session has ended or its person is deleted, and whose it is by our id, if we know
   * them and they have an org.
   */
  static Standing standing(Database database, String sessionId, String clerkUserId) {
    return database.run(
        tx ->
            tx.sql(SessionStore.class, "standing")
                .param("session", sessionId)
                .param("clerk_user", clerkUserId)
                .query(
                    (rows, _) ->
                        new Standing(
                            rows.getBoolean("ended"),
                            rows.getBoolean("deleted"),
                            Optional.ofNullable(rows.getObject("person", UUID.class))))
                .single());
  }

  /** See {@link #standing}. */
  record Standing(boolean ended, boolean deleted, Optional<UUID> person) {}

  /** Refuses the session's tokens from now on, those included that would still be good. */
  static void end(Database database, String sessionId) {
    database.run(tx -> end(tx, sessionId));
  }

  private static boolean end(BareTx tx, String sessionId) {
    tx.sql(SessionStore.class, "end").param("session", sessionId).query().singleRow();
    return true;
  }

  /** As {@link #end(Database, String)}, inside a transaction. */
  public static void end(Tx tx, String sessionId) {
    tx.sql(SessionStore.class, "end").param("session", sessionId).query().singleRow();
  }

  /** Whether this is the session in which the person of this transaction signed up. */
  static boolean isSignUp(Tx tx, String sessionId) {
    return tx.sql(SessionStore.class, "isSignUp")
        .param("session", sessionId)
        .query(Boolean.class)
        .single();
  }
}
