package app.xentri.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * The connections of one role. There is one pool for each address and role in a process, so that
 * functions hosted together share it.
 */
public final class Database {

  private static final Map<Settings, Database> OPEN = new ConcurrentHashMap<>();

  private final Settings settings;
  private final HikariDataSource pool;

  private Database(Settings settings) {
    this.settings = settings;
    // A validation query before each use would be one more round trip on every request; a
    // connection that died meanwhile is
    // noticed by the first statement of the transaction, which TenantTx then repeats on a fresh
    // one.
    System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "600000");
    pool = new HikariDataSource(configuration(settings));
    refuseUnsafeRole();
  }

  /** The pool for these settings, opened when first asked for. */
  public static Database open(Settings settings) {
    return OPEN.computeIfAbsent(settings, Database::new);
  }

  /**
   * Address and credentials.
   *
   * @param url JDBC; with the {@code aws-wrapper} driver the IAM plugin brings the password
   * @param poolSize 1 in Lambda, where an instance serves one request at a time
   */
  public record Settings(String url, String user, String password, int poolSize) {
    @Override
    public String toString() {
      return "Settings[user=" + user + ", poolSize=" + poolSize + "]";
    }
  }

  private static HikariConfig configuration(Settings settings) {
    var config = new HikariConfig();
    config.setDataSource(source(settings));
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(0);
    config.setIdleTimeout(60_000);
    config.setConnectionTimeout(10_000);
    config.setAutoCommit(false);
    return config;
  }

  private static DataSource source(Settings settings) {
    var properties = new Properties();
    // RDS Proxy multiplexes: no server-side prepared statements, no session state.
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("ApplicationName", "xentri");
    // Details of a failed statement quote the row, and with it what a person wrote.
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
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
   * @throws DatabaseFault if the database does not let us in or does not commit
   */
  public <T> T run(Function<BareTx, T> work) {
    try {
      return attempt(work);
    } catch (StaleConnection stale) {
      try {
        return attempt(work);
      } catch (StaleConnection again) {
        again.addSuppressed(stale);
        throw new DatabaseFault("the database does not answer", again.sql());
      }
    }
  }

  private <T> T attempt(Function<BareTx, T> work) throws StaleConnection {
    try (Connection connection = connection()) {
      var tx = new BareTx(connection);
      boolean done = false;
      try {
        T result = work.apply(tx);
        connection.commit();
        done = true;
        return result;
      } catch (DataAccessException e) {
        if (tx.atFirstStatement()
            && e.getMostSpecificCause() instanceof SQLException sql
            && StaleConnection.isOne(sql)) {
          evict(connection);
          throw new StaleConnection(sql);
        }
        throw e;
      } finally {
        if (!done && !connection.isClosed()) {
          connection.rollback();
        }
      }
    } catch (SQLException e) {
      throw new DatabaseFault("transaction failed", e);
    }
  }

  Connection connection() throws SQLException {
    return pool.getConnection();
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
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** Closes the pool; the next {@link #open} makes a new one. */
  public void close() {
    OPEN.remove(settings);
    pool.close();
  }

  private void refuseUnsafeRole() {
    try (Connection connection = connection();
        var statement = connection.prepareStatement(Sql.of(Database.class, "unsafeRole"));
        var rows = statement.executeQuery()) {
      rows.next();
      String reason = rows.getString(1);
      connection.rollback();
      if (reason != null) {
        pool.close();
        throw new IllegalStateException("refusing to start: the database role " + reason);
      }
    } catch (SQLException e) {
      pool.close();
      throw new IllegalStateException("the database does not let us in", e);
    }
  }
}
