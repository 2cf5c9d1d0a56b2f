package app.xentri.identity.me;

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
  public static Me me(Tx tx) {
    return read(tx, "me");
  }

  /** As they are, and nobody else can change them until the transaction ends. */
  static Me lock(Tx tx) {
    return read(tx, "lock");
  }

  private static Me read(Tx tx, String statement) {
    String role = tx.member().role();
    return tx.sql(MeStore.class, statement)
        .param("user", tx.member().user().orElseThrow())
        .param("org", tx.member().orgId())
        .query((rows, _) -> me(rows, role))
        .single();
  }

  private static Me me(ResultSet rows, String role) throws SQLException {
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
            role));
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
