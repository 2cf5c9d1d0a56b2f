package app.xentri.contract;

import app.xentri.local.template.Place;
import app.xentri.local.template.Template;
import app.xentri.local.template.TemplateReader;
import app.xentri.platform.Json;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.function.Functions;
import app.xentri.platform.validation.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One view of everything that has to agree.
 *
 * @param implemented the names of all functions that some context can build, by context
 * @param schema the folder {@code schema/}
 * @param examples the folder {@code events/}
 */
record Contract(
    Template template, Map<String, Set<String>> implemented, Path schema, Path examples) {

  private static final Map<String, String> PARAMETERS = parameters();

  static Contract of(Path root) {
    var implemented = new TreeMap<String, Set<String>>();
    for (Functions context : ServiceLoader.load(Functions.class)) {
      implemented.put(context.getClass().getPackageName(), new TreeSet<>(context.names()));
    }
    return new Contract(
        read(root.resolve("template.yaml")),
        implemented,
        root.resolve("schema"),
        root.resolve("events"));
  }

  static Template read(Path file) {
    return TemplateReader.read(
        file,
        PARAMETERS,
        new Place(
            "eu-central-1", "000000000000", "xentri", queue -> "https://sqs.example/" + queue));
  }

  Contract with(Template other) {
    return new Contract(other, implemented, schema, examples);
  }

  /** The kebab-case name that a template function selects. */
  static String name(Template.Function function) {
    return function.environment().getOrDefault("SPRING_CLOUD_FUNCTION_DEFINITION", "");
  }

  /** Everything that does not agree, each with the name of the part that is missing or wrong. */
  List<String> findings() {
    var findings = new ArrayList<String>();
    var names = new TreeSet<String>();
    template.functions().forEach(function -> names.add(checkFunction(function, findings)));
    implemented.values().stream()
        .flatMap(Set::stream)
        .filter(name -> !names.contains(name))
        .forEach(name -> findings.add(name + ": is implemented but not in template.yaml"));
    template.routes().forEach(route -> checkRoute(route, findings));
    events().forEach(type -> checkEvent(type, findings));
    strayExamples(names).forEach(findings::add);
    return findings;
  }

  private String checkFunction(Template.Function function, List<String> findings) {
    String name = name(function);
    if (implemented.values().stream().noneMatch(context -> context.contains(name))) {
      findings.add(function.logicalId() + ": no context implements " + name);
    }
    if (!function.logicalId().equals(pascal(name) + "Function")
        || !function.name().endsWith("-" + name)) {
      findings.add(
          function.logicalId()
              + ": logical id, function name and definition "
              + name
              + " do not belong together");
    }
    return name;
  }

  private void checkRoute(Template.Route route, List<String> findings) {
    Template.Function function = template.function(route.function()).orElse(null);
    if (function == null) {
      findings.add(route.key() + ": no function " + route.function());
      return;
    }
    String name = name(function);
    boolean hasRequest = Files.exists(schemaFile(name, "request"));
    boolean hasQuery = Files.exists(schemaFile(name, "query"));
    if (!Files.exists(schemaFile(name, "response")) && !OpenApiDocument.NO_CONTENT.contains(name)) {
      findings.add(
          route.key() + " (" + name + "): schema/api/" + name + ".response.json is missing");
    }
    if (!route.method().equals("GET") && !hasRequest && !OpenApiDocument.NO_BODY.contains(name)) {
      findings.add(
          route.key() + " (" + name + "): schema/api/" + name + ".request.json is missing");
    }
    if (hasRequest) {
      checkExamples(
          name + ".request",
          examples.resolve("http").resolve(name),
          "api/" + name + ".request.json",
          findings);
    }
    if (hasQuery) {
      checkDescribed(name + ".query", "api/" + name + ".query.json", findings);
    }
  }

  private void checkEvent(String type, List<String> findings) {
    Path folder = examples.resolve(type);
    checkDescribed(type, "events/" + type + ".json", findings);
    for (String kind : List.of("valid", "invalid")) {
      if (jsonFiles(folder, kind).isEmpty()) {
        findings.add(type + ": events/" + type + "/" + kind + "-*.json is missing");
      }
    }
    var schemas = new Schemas();
    for (Path file : jsonFiles(folder, "")) {
      JsonNode envelope = json(file);
      var wrong = new ArrayList<Violation>(schemas.violations("events/envelope.json", envelope));
      wrong.addAll(schemas.violations("events/" + type + ".json", envelope.path("payload")));
      if (!type.equals(envelope.path("type").asString(""))) {
        wrong.add(new Violation("/type", "is not " + type));
      }
      judge(file, wrong, findings);
    }
  }

  private void checkExamples(String what, Path folder, String schemaPath, List<String> findings) {
    checkDescribed(what, schemaPath, findings);
    var schemas = new Schemas();
    for (String kind : List.of("valid", "invalid")) {
      if (jsonFiles(folder, kind).isEmpty()) {
        findings.add(
            what + ": events/" + examples.relativize(folder) + "/" + kind + "-*.json is missing");
      }
    }
    for (Path file : jsonFiles(folder, "")) {
      judge(file, schemas.violations(schemaPath, json(file)), findings);
    }
  }

  private static void judge(Path file, List<Violation> wrong, List<String> findings) {
    boolean shouldBeValid = file.getFileName().toString().startsWith("valid");
    if (shouldBeValid && !wrong.isEmpty()) {
      findings.add(file + ": should be valid, but " + wrong);
    }
    if (!shouldBeValid && wrong.isEmpty()) {
      findings.add(file + ": should be invalid, but its schema accepts it");
    }
  }

  private void checkDescribed(String what, String path, List<String> findings) {
    JsonNode document = json(schema.resolve(path));
    if (document.path("title").asString("").isBlank()
        || document.path("description").asString("").isBlank()) {
      findings.add(what + ": schema/" + path + " needs a title and a description");
    }
  }

  /** Examples that belong to no function and no event are left over from something. */
  private List<String> strayExamples(Set<String> functions) {
    var stray = new ArrayList<String>();
    Set<String> types = new TreeSet<>(events());
    folders(examples).stream()
        .filter(folder -> !folder.equals("http") && !types.contains(folder))
        .forEach(
            folder -> stray.add("events/" + folder + ": there is no event schema of that name"));
    folders(examples.resolve("http")).stream()
        .filter(folder -> !functions.contains(folder))
        .forEach(
            folder -> stray.add("events/http/" + folder + ": there is no function of that name"));
    return stray;
  }

  /** The types of all events that have a payload schema. */
  List<String> events() {
    return jsonFiles(schema.resolve("events"), "xentri.").stream()
        .map(file -> file.getFileName().toString().replaceAll("\\.json$", ""))
        .toList();
  }

  Path schemaFile(String function, String kind) {
    return schema.resolve("api").resolve(function + "." + kind + ".json");
  }

  /** The schema of a function's request, response or query, if it has one. */
  @Nullable JsonNode schemaOf(String function, String kind) {
    Path file = schemaFile(function, kind);
    return Files.exists(file) ? json(file) : null;
  }

  private static List<Path> jsonFiles(Path folder, String prefix) {
    return list(folder).stream()
        .filter(
            file ->
                file.toString().endsWith(".json")
                    && file.getFileName().toString().startsWith(prefix))
        .toList();
  }

  private static List<String> folders(Path folder) {
    return list(folder).stream()
        .filter(Files::isDirectory)
        .map(path -> path.getFileName().toString())
        .toList();
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return Json.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String pascal(String kebab) {
    var text = new StringBuilder();
    for (String part : kebab.split("-", -1)) {
      text.append(part.isEmpty() ? "" : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return text.toString();
  }

  private static Map<String, String> parameters() {
    var values = new TreeMap<String, String>();
    for (String name :
        List.of(
            "AppOrigin",
            "DatabaseUrl",
            "UpstashRedisRestUrl",
            "UpstashRedisRestToken",
            "ClerkIssuer",
            "ClerkJwksUrl",
            "ClerkSecretKey",
            "ClerkWebhookSecret")) {
      values.put(name, "https://" + name.toLowerCase(java.util.Locale.ROOT) + ".example");
    }
    return values;
  }
}
