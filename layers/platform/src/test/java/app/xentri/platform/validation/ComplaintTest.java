package app.xentri.platform.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ComplaintTest {

  /** Keywords that no value can offend by themselves, and those below which schemas are named. */
  private static final Set<String> SAY_NOTHING =
      Set.of(
          "$schema",
          "$id",
          "$ref",
          "title",
          "description",
          "default",
          "examples",
          "items",
          "if",
          "then",
          "else");

  private static final Set<String> NAME_SCHEMAS = Set.of("properties", "$defs", "dependentSchemas");

  @Test
  void everyRuleOfEverySchemaIsSaidInWordsOfOurs() throws IOException {
    var rules = new TreeSet<String>();
    try (var files = Files.walk(Path.of("../../schema"))) {
      for (Path file : files.filter(ComplaintTest::isSchema).toList()) {
        check(file, Json.read(Files.readAllBytes(file)), rules);
      }
    }
    assertTrue(
        rules.containsAll(List.of("maxItems", "maxLength", "uniqueItems")), rules.toString());
  }

  private static boolean isSchema(Path file) {
    return file.toString().endsWith(".json") && !file.toString().contains("/target/");
  }

  private static void check(Path file, JsonNode schema, Set<String> rules) {
    for (var entry : schema.properties()) {
      String keyword = entry.getKey();
      JsonNode rule = entry.getValue();
      if (NAME_SCHEMAS.contains(keyword)) {
        rule.forEach(named -> check(file, named, rules));
      } else if (SAY_NOTHING.contains(keyword)) {
        check(file, rule, rules);
      } else if (!keyword.startsWith("x-")) {
        rules.add(keyword);
        String words = Complaint.of(keyword, rule).orElse("");
        assertTrue(words.matches("(is|must|does) [^{}\\[\\]\"]+"), file + ": " + keyword + words);
      }
    }
  }

  @Test
  void theWordsTellTheRuleAndNotTheValue() {
    var schemas = new Schemas();
    var wrong = Json.object().put("theme", "purple-secret").put("name", 7);
    List<String> said = new ArrayList<>();
    for (Violation violation : schemas.violations("api/me-patch.request.json", wrong)) {
      said.add(violation.pointer() + " " + violation.message());
    }
    assertFalse(said.isEmpty());
    assertFalse(said.toString().contains("purple-secret"), said.toString());
    assertTrue(said.contains("/theme must be one of dark, light, system"), said.toString());
  }

  @Test
  void oneIsNotManyAndBlankIsNotShort() {
    assertEquals("must have at least one entry", words("minItems", "1"));
    assertEquals("must have at most 200 entries", words("maxItems", "200"));
    assertEquals("must not be blank", words("minLength", "1"));
    assertEquals("must have at least 8 characters", words("minLength", "8"));
    assertEquals("must be a string or null", words("type", "[\"string\", \"null\"]"));
    assertEquals("", words("multipleOf", "2"));
  }

  private static String words(String keyword, String rule) {
    return Complaint.of(keyword, Json.read(rule)).orElse("");
  }
}
