package app.xentri.platform.database;

import app.xentri.platform.OpenTransaction;
import app.xentri.platform.Patience;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * The connections of one role. There is one pool for each address and role in a process, so that
 * functions hosted together share it.
 */
public final class Database {

  private static final Map<Settings, Database> OPEN = new ConcurrentHashMap<>();

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /**
   * How long to wait for a connection. Somebody waits for our answer: that there is none must be
   * said within three seconds.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Settings settings;
  private final HikariDataSource pool;

  private volatile boolean roleIsSafe;

  private Database(Settings settings) {
    this.settings = settings;
    // A validation query before each use would be one more round trip on every request; the first
    // statement of a transaction notices a connection that died meanwhile, and TenantTx repeats it
    // on a fresh one.
    System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "600000");
    pool = pool(settings);
    try {
      connection().close();
    } catch (SQLException e) {
      // Its being down now is no reason never to start: each transaction tries again.
      LOG.atWarn().setCause(e).log("the database does not let us in yet");
    }
  }

  /** The pool for these settings, opened when first asked for. */
  public static Database open(Settings settings) {
    return OPEN.computeIfAbsent(settings, Database::new);
  }

  /**
   * Address and credentials.
   *
   * @param url JDBC; with the {@code aws-wrapper} driver the IAM plugin brings the password. {@code
   *     prepareThreshold} in it has connections keep the plans of our statements, which only one
   *     that leads to Postgres itself may say (docs/decisions/0066)
   * @param poolSize 1 in Lambda, where an instance serves one request at a time
   */
  public record Settings(String url, String user, String password, int poolSize) {
    @Override
    public String toString() {
      return "Settings[user=" + user + ", poolSize=" + poolSize + "]";
    }
  }

  /** Connects when first asked for a connection, so that it can be made while there is none. */
  private static HikariDataSource pool(Settings settings) {
    var pool = new HikariDataSource();
    pool.setDataSource(source(settings));
    pool.setMaximumPoolSize(settings.poolSize());
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(60_000);
    pool.setConnectionTimeout(PATIENCE.toMillis());
    pool.setValidationTimeout(PATIENCE.toMillis() / 2);
    pool.setAutoCommit(false);
    // Else whoever opens the pool connects by themselves, for as long as the address is looked up.
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  private static DataSource source(Settings settings) {
    var properties = new Properties();
    // RDS Proxy multiplexes: no server-side prepared statements, no session state. Where nothing
    // stands in between, the URL may ask for them (prepareThreshold).
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("ApplicationName", "xentri");
    // Details of a failed statement quote the row, and with it what a person wrote.
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("connectTimeout", Long.toString(PATIENCE.toSeconds()));
    // For signing in; whoever gets the connection sets their own.
    properties.setProperty("socketTimeout", Long.toString(PATIENCE.toSeconds()));
    var source = new SimpleDriverDataSource(driver(settings.url()), settings.url(), properties);
    source.setUsername(settings.user());
    if (!settings.password().isEmpty()) {
      source.setPassword(settings.password());
    }
    return source;
  }

  /** The one that is needed, by name: the driver manager would load every driver in the layer. */
  private static Driver driver(String url) {
    String name =
        url.startsWith("jdbc:aws-wrapper:")
            ? "software.amazon.jdbc.Driver"
            : "org.postgresql.Driver";
    try {
      return Class.forName(name).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no driver for the database's URL", e);
    }
  }

  /**
   * Runs work in a transaction outside any org and commits it; anything thrown rolls back. A pooled
   * connection that turns out to be dead is replaced once.
   *
   * @throws DatabaseUnavailable if the database does not let us in
   * @throws DatabaseFault if it does not commit
   */
  public <T> T run(Function<BareTx, T> work) {
    return onceMore(() -> attempt(work));
  }

  /** What may find that its connection has died before anything was done on it. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws StaleConnection;
  }

  /**
   * Makes an attempt, and a second one on a fresh connection if that of the first had died.
   *
   * @throws DatabaseUnavailable if the second one is no better
   */
  static <T> T onceMore(Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (StaleConnection stale) {
      requireTimeForAnother(stale);
      try {
        return attempt.run();
      } catch (StaleConnection again) {
        again.addSuppressed(stale);
        throw new DatabaseUnavailable("the database does not answer", again.sql());
      }
    }
  }

  /**
   * What died while it lay idle says so at once and is worth a second attempt. What has kept silent
   * until now would do so again.
   *
   * @throws DatabaseUnavailable if whoever waits has not the patience
   */
  private static void requireTimeForAnother(StaleConnection stale) {
    if (Patience.atMost(PATIENCE).compareTo(PATIENCE) < 0) {
      throw new DatabaseUnavailable("the database does not answer", stale.sql());
    }
  }

  private <T> T attempt(Function<BareTx, T> work) throws StaleConnection {
    var wait = Patience.wait(PATIENCE);
    try (Connection connection = connection();
        Watch _ = Watch.over(connection)) {
      var tx = new BareTx(connection);
      boolean done = false;
      try {
        T result = OpenTransaction.around(() -> work.apply(tx));
        connection.commit();
        done = true;
        return result;
      } catch (DataAccessException e) {
        Optional<SQLException> sql = StaleConnection.sql(e);
        if (tx.atFirstStatement() && sql.filter(StaleConnection::isOne).isPresent()) {
          evict(connection);
          wait.wasInVain();
          throw new StaleConnection(sql.get());
        }
        throw sql.filter(DatabaseUnavailable::isOne).isPresent()
            ? new DatabaseUnavailable("the database does not answer", e)
            : e;
      } finally {
        if (!done && !connection.isClosed()) {
          connection.rollback();
        }
      }
    } catch (SQLException e) {
      throw DatabaseFault.of("transaction failed", e);
    }
  }

  /**
   * A connection of the pool, on which nobody waits for an answer longer than {@link Waits} says.
   *
   * @throws IllegalStateException if the role could see past row-level security
   */
  Connection connection() throws SQLException {
    var wait = Patience.wait(PATIENCE);
    Connection connection;
    try {
      connection = pool.getConnection();
    } finally {
      wait.wasInVain();
    }
    connection.setNetworkTimeout(Runnable::run, Waits.now().socketMillis());
    if (!roleIsSafe) {
      refuseUnsafeRole(connection);
    }
    return connection;
  }

  /**
   * Drops a connection that turned out to be dead, and with it all that lie idle: what ended it has
   * most often ended them, and the second attempt must not meet another one.
   */
  void evict(Connection connection) {
    pool.evictConnection(connection);
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** Closes idle connections, before a snapshot is taken of this process. */
  public void suspend() {
    if (pool.isRunning()) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  /** Closes the pool; the next {@link #open} makes a new one. */
  public void close() {
    OPEN.remove(settings);
    pool.close();
  }

  private void refuseUnsafeRole(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(Sql.of(Database.class, "unsafeRole"));
        var rows = statement.executeQuery()) {
      rows.next();
      String reason = rows.getString(1);
      connection.rollback();
      if (reason != null) {
        pool.close();
        throw new IllegalStateException("refusing to start: the database role " + reason);
      }
      roleIsSafe = true;
    } catch (SQLException e) {
      evict(connection);
      throw e;
    }
  }
}
