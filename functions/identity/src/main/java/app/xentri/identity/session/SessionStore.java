package app.xentri.identity.session;

import app.xentri.platform.database.BareTx;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.Tx;

/** Which sessions have ended, and which one signed up. */
public final class SessionStore {

  public boolean hasEnded(Tx tx, String sessionId) {
    return tx.sql(SessionStore.class, "hasEnded")
        .param("session", sessionId)
        .query(Boolean.class)
        .single();
  }

  boolean hasEnded(Database database, String sessionId) {
    return database.run(
        tx ->
            tx.sql(SessionStore.class, "hasEnded")
                .param("session", sessionId)
                .query(Boolean.class)
                .single());
  }

  /** Refuses the session's tokens from now on, those included that would still be good. */
  void end(Database database, String sessionId) {
    database.run(tx -> end(tx, sessionId));
  }

  private static boolean end(BareTx tx, String sessionId) {
    tx.sql(SessionStore.class, "end").param("session", sessionId).query().singleRow();
    return true;
  }

  /** As {@link #end(Database, String)}, inside a transaction. */
  public void end(Tx tx, String sessionId) {
    tx.sql(SessionStore.class, "end").param("session", sessionId).query().singleRow();
  }

  /** Whether this is the session in which the person of this transaction signed up. */
  boolean isSignUp(Tx tx, String sessionId) {
    return tx.sql(SessionStore.class, "isSignUp")
        .param("session", sessionId)
        .query(Boolean.class)
        .single();
  }
}
