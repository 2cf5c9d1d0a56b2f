package app.xentri.local;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The statements of one class in the local cloud's database: {@code Type/name.sql} beside it. */
public final class Sql {

  private final JdbcClient database;
  private final Class<?> owner;

  /**
   * Opens no connection yet.
   *
   * @param owner whose statements they are
   */
  public Sql(DataSource database, Class<?> owner) {
    this(JdbcClient.create(database), owner);
  }

  private Sql(JdbcClient database, Class<?> owner) {
    this.database = database;
    this.owner = owner;
  }

  /** Those of another class in the same database, and in the same transaction if there is one. */
  public Sql of(Class<?> other) {
    return new Sql(database, other);
  }

  /** A statement whose values are still to be given. */
  public StatementSpec run(String name) {
    return database.sql(Resource.read(owner, owner.getSimpleName() + "/" + name + ".sql"));
  }

  /** A statement with the values of its question marks. */
  public StatementSpec run(String name, @Nullable Object... values) {
    StatementSpec statement = run(name);
    for (Object value : values) {
      statement.param(value);
    }
    return statement;
  }
}
