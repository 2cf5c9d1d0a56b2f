package app.xentri.testkit;

import app.xentri.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What led to the events of a log, held against what the schemas of their types allow. */
public final class Causes {

  /** How a person comes into an org; what they do there of their own accord follows from it. */
  private static final Set<String> WAYS_IN =
      Set.of("xentri.user.signup.v1", "xentri.org.created.v1", "xentri.member.added.v1");

  private static final String ALL =
      """
      select to_jsonb(e) from system_events e order by org_id, org_seq
      """;

  private Causes() {}

  /** As {@link #faults(List)}, of everything that a database has recorded. */
  public static List<String> faults(TestDatabase database) {
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement();
        var rows = statement.executeQuery(ALL)) {
      List<JsonNode> events = new ArrayList<>();
      while (rows.next()) {
        events.add(Json.read(rows.getString(1)));
      }
      return faults(events);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the log", e);
    }
  }

  /**
   * Those of whole logs whose cause is not there, is later or of another org, or is of a type that
   * their schema does not name; and those without a cause that do not begin anything. In words.
   *
   * @param events as the API shows them
   */
  public static List<String> faults(List<JsonNode> events) {
    Map<String, JsonNode> byId = new LinkedHashMap<>();
    events.forEach(event -> byId.put(event.path("id").asString(), event));
    return events.stream()
        .map(event -> fault(event, byId.get(event.path("causation_id").asString(""))))
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable String fault(JsonNode event, @Nullable JsonNode cause) {
    String type = event.path("type").asString();
    JsonNode schema = schema(type);
    if (!event.path("causation_id").isString()) {
      return schema.path("x-begins").asBoolean(false) ? null : type + " names no cause";
    }
    if (cause == null || !cause.path("org_id").equals(event.path("org_id"))) {
      return type + " names a cause that is not in its org's log";
    }
    if (cause.path("org_seq").asLong() >= event.path("org_seq").asLong()) {
      return type + " names a cause that came later";
    }
    String led = cause.path("type").asString();
    return allowed(schema).contains(led) ? null : type + " <- " + led + ": not in its schema";
  }

  private static Set<String> allowed(JsonNode schema) {
    return schema.has("x-led-to-by")
        ? schema
            .path("x-led-to-by")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.toSet())
        : WAYS_IN;
  }

  private static JsonNode schema(String type) {
    try (InputStream in = Json.class.getResourceAsStream("/events/" + type + ".json")) {
      return Json.read(Objects.requireNonNull(in, type).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
