package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Repository;
import app.xentri.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
class SchemaDumpTest {

  @Test
  void theDumpedSchemaIsWhatTheMigrationsAmountTo(TestDatabase database)
      throws SQLException, IOException {
    Path file = Repository.root().resolve("schema/schema.sql");
    String dump = SchemaDump.of(database);
    if (Boolean.getBoolean("update")) {
      Files.writeString(file, dump);
    }
    assertEquals(
        Files.exists(file) ? Files.readString(file) : "",
        dump,
        "the migrations have changed: run make generate and look at the difference");
  }
}
