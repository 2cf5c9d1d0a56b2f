package app.xentri.backbone.relay;

import app.xentri.platform.database.Database;

/**
 * Drops answers whose keys have expired, of all orgs, as the relay's role, which sees no others. A
 * schedule does it, so that no write pays for it.
 */
public final class DropExpiredKeys {

  /** A statement's work; more than a minute of writes leaves behind. */
  static final int AT_ONCE = 5_000;

  /** What a sweep takes on at most, so that the relay is not kept from its own work. */
  private static final int MOST_TIMES = 20;

  private final Database database;

  public DropExpiredKeys(Database database) {
    this.database = database;
  }

  /** How many it dropped. */
  public int run() {
    int all = 0;
    int last = AT_ONCE;
    for (int i = 0; last == AT_ONCE && i < MOST_TIMES; i++) {
      last =
          database.run(
              tx -> tx.sql(DropExpiredKeys.class, "drop").param("limit", AT_ONCE).update());
      all += last;
    }
    return all;
  }
}
