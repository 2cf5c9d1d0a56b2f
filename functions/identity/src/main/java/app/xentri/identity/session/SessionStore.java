package app.xentri.identity.session;

import app.xentri.identity.workspace.WorkspaceStore;
import app.xentri.platform.database.BareTx;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.util.Optional;
import java.util.UUID;

/** Which sessions have ended. */
public final class SessionStore {

  private SessionStore() {}

  /**
   * Whether a session has ended. Makes all work on its person take turns until the transaction ends
   * ({@link WorkspaceStore#lock}).
   */
  static Query<Boolean> lock(String sessionId, String clerkUserId) {
    return Query.of(SessionStore.class, "lock", (rows, _) -> rows.getBoolean("ended"))
        .param("session", sessionId)
        .param("clerk_user", clerkUserId);
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
}
