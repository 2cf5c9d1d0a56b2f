package asl.engine;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Postgres for all tests of this JVM, with a database of its own for each class. */
public final class Postgres implements BeforeAllCallback, AfterAllCallback {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable Server running;
  private HikariDataSource database = new HikariDataSource();

  private record Server(EmbeddedPostgres postgres) implements AutoCloseable {
    static Server start() {
      try {
        return new Server(
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      postgres.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    EmbeddedPostgres postgres = server(context).postgres();
    String name = "test_" + DATABASES.incrementAndGet();
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    database = new HikariDataSource();
    database.setJdbcUrl(postgres.getJdbcUrl("postgres", name));
    database.setMaximumPoolSize(6);
    database.setMinimumIdle(0);
  }

  /** The root context is closed after the last test class. */
  private static synchronized Server server(ExtensionContext context) {
    if (running == null) {
      running = Server.start();
      context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(Server.class, running);
    }
    return running;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    database.close();
  }

  public HikariDataSource database() {
    return database;
  }
}
