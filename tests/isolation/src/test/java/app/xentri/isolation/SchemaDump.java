package app.xentri.isolation;

import app.xentri.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/**
 * The migrated schema as readable text: tables with their constraints, indexes, policies, triggers
 * and grants together, then views and functions.
 */
final class SchemaDump {

  private static final String HEAD =
      """
      -- What the migrations amount to. Written by a test from the catalog; do not edit.
      -- After a migration: make generate, and look at the difference.
      """;

  private SchemaDump() {}

  static String of(TestDatabase database) throws SQLException {
    var text = new StringBuilder(HEAD);
    try (Connection admin = database.connect("postgres");
        var query = admin.prepareStatement(sql());
        var row = query.executeQuery()) {
      while (row.next()) {
        text.append(row.getBoolean("starts") ? "\n" : "")
            .append(row.getString("text").stripTrailing())
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String sql() {
    try (InputStream in =
        Objects.requireNonNull(SchemaDump.class.getResourceAsStream("SchemaDump/schema.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
