package app.xentri.identity.me;

import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The person of a transaction. */
public final class MeStore {

  private MeStore() {}

  /** As they are. */
  static Query<Me> me() {
    return Query.of(MeStore.class, "me", (rows, _) -> me(rows));
  }

  /** As they are, and nobody else can change them until the transaction ends. */
  static Query<Me> lock() {
    return Query.of(MeStore.class, "lock", (rows, _) -> me(rows));
  }

  /**
   * A person who signs in.
   *
   * @param signedUp whether this is the session in which they signed up
   */
  public record InSession(Me me, boolean signedUp) {}

  /** As they are, in a session that begins. */
  public static InSession inSession(Tx tx, String sessionId) {
    return tx.sql(MeStore.class, "inSession")
        .param("session", sessionId)
        .query((rows, _) -> new InSession(me(rows), rows.getBoolean("signed_up")))
        .single();
  }

  private static Me me(ResultSet rows) throws SQLException {
    return new Me(
        rows.getObject("id", UUID.class),
        rows.getString("email"),
        rows.getString("name"),
        rows.getString("avatar_url"),
        rows.getString("theme"),
        rows.getLong("version"),
        new Me.Org(
            rows.getObject("org_id", UUID.class),
            rows.getString("org_name"),
            rows.getString("org_slug"),
            rows.getString("role"),
            rows.getBoolean("name_settled")));
  }

  /**
   * Writes what can change, and the version that goes with it.
   *
   * @param providerAt the provider's time of this change if it was told, so that its own message
   *     about it, and older ones, change nothing here
   */
  static void update(Tx tx, Me me, @Nullable Instant providerAt) {
    tx.sql(MeStore.class, "update")
        .param("user", me.id())
        .param("name", me.name())
        .param("avatar_url", me.avatarUrl())
        .param("theme", me.theme())
        .param("version", me.version())
        .param("provider_at", providerAt == null ? null : providerAt.atOffset(ZoneOffset.UTC))
        .update();
  }
}
