package app.xentri.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;
import org.flywaydb.core.Flyway;

/**
 * One Postgres for all tests of this JVM. A test gets a copy of a migrated template, which takes a
 * fraction of a second.
 */
final class TestPostgres {

  private static final String TEMPLATE = "xentri_template";
  private static final AtomicInteger COPIES = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TestPostgres() {}

  static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/" + database;
  }

  static int port() {
    return SERVER.getPort();
  }

  /** The name of a fresh, migrated database. */
  static synchronized String copy() {
    String name = "test_" + COPIES.incrementAndGet();
    execute(
        "postgres", "create database " + name + " template " + TEMPLATE + " owner xentri_owner");
    // A copy does not have its template's.
    execute("postgres", "revoke temporary on database " + name + " from public");
    return name;
  }

  /** The name of a fresh, empty database. */
  static synchronized String empty() {
    String name = "test_" + COPIES.incrementAndGet();
    create(name);
    return name;
  }

  /** Migrates as a deployment does, up to a version. */
  static void migrate(String name, String version) {
    Flyway.configure()
        .dataSource(url(name), "xentri_owner", "")
        .locations("classpath:migrations")
        .target(version)
        .load()
        .migrate();
  }

  static void drop(String name) {
    execute("postgres", "drop database if exists " + name + " with (force)");
  }

  private static EmbeddedPostgres start() {
    try {
      Path folder = Files.createTempDirectory("xentri-test-postgres");
      PreparedPostgres.copyTo(folder);
      EmbeddedPostgres server = server(folder);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder), "end-postgres"));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Postgres", e);
    }
  }

  private static void end(EmbeddedPostgres server, Path folder) {
    try {
      server.close();
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot end Postgres", e);
    }
  }

  /** On a data folder, which is laid out if it is empty. */
  private static EmbeddedPostgres server(Path folder) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setServerConfig("max_connections", "200")
        .setServerConfig("fsync", "off")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .start();
  }

  /** Lays out a data folder with roles and template, and leaves it as a server that has ended. */
  static void layOut(Path folder) throws IOException {
    try (EmbeddedPostgres server = server(folder)) {
      prepare(server.getPort());
    }
  }

  private static void prepare(int port) {
    String admin = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    for (String role :
        List.of("xentri_owner", "xentri_app", "xentri_identity", "xentri_job", "xentri_relay")) {
      executeAt(
          admin, "create role " + role + " login nosuperuser nobypassrls nocreatedb nocreaterole");
    }
    executeAt(admin, "create database " + TEMPLATE + " owner xentri_owner");
    executeAt(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + TEMPLATE,
        "alter schema public owner to xentri_owner");
    Flyway.configure()
        .dataSource("jdbc:postgresql://127.0.0.1:" + port + "/" + TEMPLATE, "xentri_owner", "")
        .locations("classpath:migrations")
        .load()
        .migrate();
  }

  private static void create(String name) {
    execute("postgres", "create database " + name + " owner xentri_owner");
    execute("postgres", "revoke temporary on database " + name + " from public");
    execute(name, "alter schema public owner to xentri_owner");
  }

  private static void execute(String database, String sql) {
    executeAt(url(database), sql);
  }

  private static void executeAt(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
