package app.xentri.local.postgres;

import app.xentri.local.Resource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Makes the roles and databases that an administrator makes once in AWS. Tables, grants and
 * policies come from the migrations.
 */
final class Roles {

  private final DataSource superuser;

  Roles(DataSource superuser) {
    this.superuser = superuser;
  }

  /**
   * Creates or corrects every role and database; running it again changes nothing. What a role has
   * changed about itself, as Postgres lets every role, is over with that.
   */
  void prepare(Passwords passwords) throws SQLException {
    try (Connection connection = superuser.getConnection()) {
      for (Credentials role : passwords.ordinary()) {
        run(connection, "role.sql", role.user(), role.user(), role.password());
        run(connection, "role-settings.sql", role.user());
      }
      run(
          connection,
          "password.sql",
          passwords.superuser().user(),
          passwords.superuser().password());
      database(connection, PostgresServer.DATABASE, passwords.owner());
      database(connection, PostgresServer.LOCAL_DATABASE, passwords.localCloud());
    }
  }

  private static void database(Connection connection, String name, Credentials owner)
      throws SQLException {
    run(connection, "database.sql", name, owner.user(), name);
    run(connection, "database-access.sql", name);
  }

  /**
   * Runs the statements that a query makes. Names and passwords of roles and databases cannot be
   * bound in DDL, so the query quotes them inside the server.
   */
  private static void run(Connection connection, String resource, String... values)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(Resource.read(Roles.class, resource))) {
      for (int i = 0; i < values.length; i++) {
        query.setString(i + 1, values[i]);
      }
      try (ResultSet statements = query.executeQuery();
          Statement ddl = connection.createStatement()) {
        while (statements.next()) {
          ddl.execute(statements.getString(1));
        }
      }
    }
  }
}
