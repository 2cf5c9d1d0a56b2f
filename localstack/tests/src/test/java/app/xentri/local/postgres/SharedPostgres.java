package app.xentri.local.postgres;

import app.xentri.local.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One real Postgres for all test classes that only need the local cloud's own database. */
public final class SharedPostgres implements BeforeAllCallback {

  private static @Nullable Running running;

  private record Running(PostgresServer server, Path folder) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      server.close();
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    synchronized (SharedPostgres.class) {
      if (running == null) {
        Path folder = Files.createTempDirectory("xentri-postgres");
        running = new Running(new PostgresServer(new Home(folder)), folder);
        // The root context is closed after the last test class.
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .put(SharedPostgres.class, running);
      }
    }
  }

  public DataSource localCloud() {
    return Objects.requireNonNull(running).server().localCloud();
  }

  /** Forgets tables of an earlier test. */
  public void drop(String... tables) throws SQLException {
    try (var connection = localCloud().getConnection();
        var statement = connection.createStatement()) {
      for (String table : tables) {
        statement.execute("drop table if exists " + table + " cascade");
      }
    }
  }
}
