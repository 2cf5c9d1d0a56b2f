package app.xentri.e2e;

import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the cloud has stored, seen by the superuser, from whom no policy hides a row: the product's
 * tables, and the people, organizations, sessions and tickets at the identity provider.
 */
final class Stored {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PRODUCT = "xentri";
  private static final String PROVIDER = "local_cloud";

  /** Tables of the stand-in that hold what a client may cause there. */
  private static final Set<String> OF_THE_PROVIDER =
      Set.of(
          "clerk.users",
          "clerk.organizations",
          "clerk.memberships",
          "clerk.sessions",
          "clerk.sign_in_tokens",
          "clerk.webhooks");

  private final RunningCloud cloud;
  private final Path home;

  Stored(RunningCloud cloud, Path home) {
    this.cloud = cloud;
    this.home = home;
  }

  /**
   * Every row of every table, as a count and a digest for each, once nothing is on its way any
   * more: no webhook waits, and every event has reached both sinks. Left out is what consumers have
   * taken in, because it follows the events in its own time, and who relays right now: the sweep
   * comes by on a schedule, whatever is asked.
   */
  Map<String, String> everything() {
    settle();
    var found = new TreeMap<String, String>();
    digest(PRODUCT, "public", found);
    digest(PROVIDER, "clerk", found);
    found.keySet().removeIf(name -> name.startsWith("clerk.") && !OF_THE_PROVIDER.contains(name));
    found.remove("public.consumed_events");
    found.remove("public.relay_leases");
    return found;
  }

  private void digest(String database, String schema, Map<String, String> found) {
    String digests =
        texts(database, "select tablename from pg_tables where schemaname = '" + schema + "'")
            .stream()
            .map(
                table ->
                    "select '%1$s ' || count(*) || ' rows ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') from %1$s t"
                        .formatted(schema + "." + table))
            .collect(Collectors.joining(" union all "));
    for (String digest : texts(database, digests)) {
      found.put(digest.substring(0, digest.indexOf(' ')), digest);
    }
  }

  /** How many rows a query of the product's database counts. */
  long count(String sql) {
    return Long.parseLong(texts(PRODUCT, sql).getFirst());
  }

  /** How many rows a query of the provider's tables counts. */
  long countAtProvider(String sql) {
    return Long.parseLong(texts(PROVIDER, sql).getFirst());
  }

  private void settle() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (onTheirWay() > 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("webhooks or events are still on their way");
      }
      pause();
    }
  }

  private long onTheirWay() {
    return countAtProvider("select count(*) from clerk.webhooks where next_at is not null")
        + count(
            "select count(*) from event_heads h join event_cursors c using (org_id) where c.last_seq < h.last_seq");
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> texts(String database, String sql) {
    try (Connection connection = connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Connection connect(String database) throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.1:%d/%s"
            .formatted(cloud.runFile().path("postgres_port").asInt(), database);
    return DriverManager.getConnection(url, "postgres", password());
  }

  private String password() {
    try {
      return Files.readString(home.resolve("postgres/passwords/postgres")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
