package app.xentri.local.postgres;

import app.xentri.local.Home;
import app.xentri.local.process.RunInOwnJvm;
import java.nio.file.Path;
import java.sql.DriverManager;

/** Starts Postgres, commits a row and waits to be killed. */
final class PostgresServerMain {

  private PostgresServerMain() {}

  public static void main(String[] args) throws Exception {
    var server = new PostgresServer(new Home(Path.of(args[0])), args[1]);
    var owner = server.owner();
    try (var connection =
            DriverManager.getConnection(server.jdbcUrl(), owner.user(), owner.password());
        var statement = connection.createStatement()) {
      statement.execute("insert into notes values ('kept')");
    }
    RunInOwnJvm.ready(server.pid());
  }
}
