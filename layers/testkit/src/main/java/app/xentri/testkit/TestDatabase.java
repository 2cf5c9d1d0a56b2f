package app.xentri.testkit;

import app.xentri.platform.database.Database;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.RelayNudge;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.validation.Schemas;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A fresh database with our roles and migrations. Members' functions see it as {@code xentri_app}.
 */
public final class TestDatabase implements AutoCloseable {

  private final String name;
  private final List<Database> opened = new ArrayList<>();

  public TestDatabase() {
    this(TestPostgres.copy());
  }

  private TestDatabase(String name) {
    this.name = name;
  }

  /** One that only some migrations have been run on, as {@link #migrate} does. */
  public static TestDatabase asOf(String version) {
    var database = new TestDatabase(TestPostgres.empty());
    database.migrate(version);
    return database;
  }

  /** Runs the migrations up to a version. */
  public void migrate(String version) {
    TestPostgres.migrate(name, version);
  }

  /** Where it is; no password is needed. */
  public String url() {
    return TestPostgres.url(name);
  }

  public int port() {
    return TestPostgres.port();
  }

  public String name() {
    return name;
  }

  /** The connections of members' functions. */
  public Database app() {
    return open(url(), "xentri_app", 16);
  }

  /** A pool as any role, perhaps through a proxy. */
  public Database open(String url, String role, int poolSize) {
    Database database = Database.open(new Database.Settings(url, role, "", poolSize));
    opened.add(database);
    return database;
  }

  /** Transactions as the app, with a relay that is only counted as woken. */
  public TenantTx tenants(RelayNudge relay) {
    return tenants(app(), relay);
  }

  /** Transactions of what events start, without a person. */
  public TenantTx jobs(RelayNudge relay) {
    return tenants(open(url(), "xentri_job", 4), relay);
  }

  public TenantTx tenants(Database database, RelayNudge relay) {
    return new TenantTx(() -> database, new Schemas(), Clock.systemUTC(), "local", relay);
  }

  /** A plain connection as any role, to arrange and to look. */
  public Connection connect(String role) {
    try {
      return DriverManager.getConnection(url(), role, "");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot connect as " + role, e);
    }
  }

  /** An org with its owner, as a sign-up leaves them. */
  public Workspace workspace(String slug) {
    UUID org = UUID.randomUUID();
    UUID user = UUID.randomUUID();
    try (Connection connection = connect("xentri_owner")) {
      insert(
          connection,
          "insert into organizations (id, clerk_org_id, name, slug) values (?, ?, ?, ?)",
          org,
          "org_" + slug,
          slug,
          slug);
      insert(
          connection,
          "insert into users (id, clerk_user_id, email) values (?, ?, ?)",
          user,
          "user_" + slug,
          slug + "@example.com");
      insert(
          connection,
          "insert into memberships (org_id, user_id, role) values (?, ?, ?)",
          org,
          user,
          "owner");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make workspace " + slug, e);
    }
    return new Workspace(
        org,
        user,
        new Caller("user_" + slug, "sess_" + slug, null, null, "0af7651916cd43dd8448eb211c80319c"));
  }

  /**
   * An org and its owner.
   *
   * @param caller what a verified token of the owner says
   */
  public record Workspace(UUID orgId, UUID userId, Caller caller) {}

  private static void insert(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  @Override
  public void close() {
    opened.forEach(Database::close);
    TestPostgres.drop(name);
  }
}
