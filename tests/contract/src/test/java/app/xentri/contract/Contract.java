package app.xentri.contract;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One view of everything that has to agree.
 *
 * @param implemented the names of all functions that some context can build, by context
 * @param schema the folder {@code schema/}
 * @param examples the folder {@code events/}
 */
record Contract(
    Template template, Map<String, Set<String>> implemented, Path schema, Path examples) {

  private static final List<String> BOTH = List.of("valid", "invalid");
  private static final Pattern DESCRIPTION = Pattern.compile("<description>([^<]+)</description>");

  static Contract of(Path root) {
    var implemented = new TreeMap<String, Set<String>>();
    for (Functions context : ServiceLoader.load(Functions.class)) {
      implemented.put(
          context.getClass().getPackageName(), new TreeSet<>(context.functions().keySet()));
    }
    ContextHead.writeAllIf(Boolean.getBoolean("update"), root);
    return new Contract(
        read(root.resolve("template.yaml")),
        implemented,
        root.resolve("schema"),
        root.resolve("events"));
  }

  static Template read(Path file) {
    return TemplateReader.outline(file);
  }

  Contract with(Template other) {
    return new Contract(other, implemented, schema, examples);
  }

  /** The kebab-case name that a template function selects. */
  static String name(Template.Function function) {
    return function.definition();
  }

  /** Everything that does not agree, each with the name of the part that is missing or wrong. */
  List<String> findings() {
    var findings = new ArrayList<String>();
    var names = new TreeSet<String>();
    template.functions().forEach(function -> names.add(checkFunction(function, findings)));
    implemented.values().stream()
        .flatMap(Set::stream)
        .filter(name -> !names.contains(name))
        .forEach(name -> findings.add(name + ": is implemented but in no context's template.yaml"));
    template.routes().forEach(route -> checkRoute(route, findings));
    events().forEach(type -> checkEvent(type, findings));
    strays(names).forEach(findings::add);
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

  /** Everything that is said about a route; empty if the template names no function for it. */
  Optional<Endpoint> endpoint(Template.Route route) {
    return template
        .function(route.function())
        .map(
            function -> {
              String name = name(function);
              return new Endpoint(
                  route,
                  function,
                  name,
                  schemaOf(name, "request"),
                  schemaOf(name, "query"),
                  schemaOf(name, "response"));
            });
  }

  private void checkRoute(Template.Route route, List<String> findings) {
    Optional<Endpoint> found = endpoint(route);
    if (found.isEmpty()) {
      findings.add(route.key() + ": no function " + route.function());
      return;
    }
    Endpoint endpoint = found.get();
    if (endpoint.response() == null) {
      findings.add(endpoint.title() + ": schema/" + path(endpoint, "response") + " is missing");
    }
    if (endpoint.changesSomething() && endpoint.request() == null) {
      findings.add(
          endpoint.title()
              + ": schema/"
              + path(endpoint, "request")
              + " is missing (with \"x-body\": false if it takes none)");
    }
    for (String parameter : endpoint.pathParameters()) {
      if (parameterSchema(parameter) == null) {
        findings.add(endpoint.title() + ": schema/parameters/" + parameter + ".json is missing");
      }
    }
    for (String kind : List.of("request", "query", "response")) {
      JsonNode document = schemaOf(endpoint.name(), kind);
      if (document != null) {
        checkDescribed(endpoint.name() + "." + kind, path(endpoint, kind), findings);
        checkNotes(endpoint, kind, document, findings);
      }
    }
    checkExamples(endpoint, findings);
  }

  /** A note that is misspelt, or stands where nobody looks for it, would say nothing. */
  private static void checkNotes(
      Endpoint endpoint, String kind, JsonNode document, List<String> findings) {
    boolean post = endpoint.route().method().equals("POST");
    document.propertyNames().stream()
        .filter(key -> key.startsWith("x-"))
        .filter(
            key ->
                !switch (key) {
                  case "x-status" ->
                      kind.equals("response")
                          && endpoint.statuses().stream().allMatch(Contract::isSuccess);
                  case "x-body" -> kind.equals("request") && isFalse(document, key);
                  case "x-if-match" ->
                      kind.equals("request")
                          && post
                          && document.path(key).asString("").equals("optional");
                  case "x-foreign" ->
                      kind.equals("request") && document.path(key).equals(BooleanNode.TRUE);
                  case "x-idempotency-key" ->
                      kind.equals("request") && post && isFalse(document, key);
                  default -> false;
                })
        .forEach(
            key ->
                findings.add(
                    "schema/%s: \"%s\": %s says nothing here (schema/README.md)"
                        .formatted(path(endpoint, kind), key, document.get(key))));
  }

  private static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  private static boolean isFalse(JsonNode document, String key) {
    return document.path(key).isBoolean() && !document.path(key).asBoolean();
  }

  private void checkEvent(String type, List<String> findings) {
    Path folder = examples.resolve(type);
    checkDescribed(type, "events/" + type + ".json", findings);
    for (String kind : BOTH) {
      if (jsonFiles(folder, kind + "-").isEmpty()) {
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

  /**
   * The examples of a route are what its caller has to say: a body, query parameters, or an empty
   * object where there is nothing to say.
   */
  private void checkExamples(Endpoint endpoint, List<String> findings) {
    List<Path> files = examplesOf(endpoint.name(), "");
    boolean body = endpoint.takesBody();
    for (String kind : body || endpoint.query() != null ? BOTH : List.of("valid")) {
      if (files.stream().noneMatch(file -> named(file, kind))) {
        findings.add(
            "%s: events/http/%s/%s-*.json is missing"
                .formatted(endpoint.title(), endpoint.name(), kind));
      }
    }
    var schemas = new Schemas();
    for (Path file : files) {
      JsonNode example = json(file);
      if (body) {
        judge(file, schemas.violations(path(endpoint, "request"), example), findings);
      } else if (endpoint.query() != null) {
        JsonNode asSent = schemas.coerce(path(endpoint, "query"), asText(example));
        judge(file, schemas.violations(path(endpoint, "query"), asSent), findings);
      } else if (!example.isObject() || !example.isEmpty()) {
        findings.add(file + ": " + endpoint.title() + " takes nothing, so this has to be {}");
      }
    }
  }

  /** Query parameters arrive as text. */
  static JsonNode asText(JsonNode parameters) {
    ObjectNode texts = Json.object();
    parameters
        .properties()
        .forEach(
            each -> texts.put(each.getKey(), each.getValue().asString(each.getValue().toString())));
    return texts;
  }

  /** The examples of a function whose names start like this. */
  List<Path> examplesOf(String function, String kind) {
    return jsonFiles(examples.resolve("http").resolve(function), kind);
  }

  private static void judge(Path file, List<Violation> wrong, List<String> findings) {
    boolean shouldBeValid = named(file, "valid");
    if (!shouldBeValid && !named(file, "invalid")) {
      findings.add(file + ": its name has to start with valid- or invalid-");
    }
    if (shouldBeValid && !wrong.isEmpty()) {
      findings.add(file + ": should be valid, but " + wrong);
    }
    if (!shouldBeValid && wrong.isEmpty()) {
      findings.add(file + ": should be invalid, but its schema accepts it");
    }
  }

  private static boolean named(Path file, String kind) {
    return file.getFileName().toString().startsWith(kind + "-");
  }

  private static String path(Endpoint endpoint, String kind) {
    return "api/" + endpoint.name() + "." + kind + ".json";
  }

  private void checkDescribed(String what, String path, List<String> findings) {
    JsonNode document = json(schema.resolve(path));
    if (document.path("title").asString("").isBlank()
        || document.path("description").asString("").isBlank()) {
      findings.add(what + ": schema/" + path + " needs a title and a description");
    }
  }

  /** What belongs to no function and no event is left over from something, or misnamed. */
  private List<String> strays(Set<String> functions) {
    var strays = new ArrayList<String>();
    Set<String> types = new TreeSet<>(events());
    folders(examples).stream()
        .filter(folder -> !folder.equals("http") && !types.contains(folder))
        .forEach(
            folder -> strays.add("events/" + folder + ": there is no event schema of that name"));
    folders(examples.resolve("http")).stream()
        .filter(folder -> !functions.contains(folder))
        .forEach(
            folder -> strays.add("events/http/" + folder + ": there is no function of that name"));
    jsonFiles(schema.resolve("api"), "").stream()
        .map(file -> file.getFileName().toString())
        .filter(
            file -> !functions.contains(file.replaceAll("\\.(request|query|response)\\.json$", "")))
        .forEach(file -> strays.add("schema/api/" + file + ": there is no function of that name"));
    return strays;
  }

  /** The types of all events that have a payload schema. */
  List<String> events() {
    return jsonFiles(schema.resolve("events"), "xentri.").stream()
        .map(file -> file.getFileName().toString().replaceAll("\\.json$", ""))
        .toList();
  }

  /**
   * The folders that functions come from, in the template's order, and what their poms say of them.
   */
  Map<String, String> contexts() {
    var contexts = new LinkedHashMap<String, String>();
    for (Template.Function function : template.functions()) {
      contexts.computeIfAbsent(
          function.code().getFileName().toString(), _ -> pomDescription(function.code()));
    }
    return contexts;
  }

  private static String pomDescription(Path module) {
    try {
      String pom = Files.readString(module.resolve("pom.xml"));
      Matcher description = DESCRIPTION.matcher(pom);
      return description.find() ? description.group(1).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path schemaFile(String function, String kind) {
    return schema.resolve("api").resolve(function + "." + kind + ".json");
  }

  /** The schema of a function's request, response or query, if it has one. */
  @Nullable JsonNode schemaOf(String function, String kind) {
    Path file = schemaFile(function, kind);
    return Files.exists(file) ? json(file) : null;
  }

  /** What may stand for a parameter of a path; parameters of one name mean the same everywhere. */
  @Nullable JsonNode parameterSchema(String parameter) {
    Path file = schema.resolve("parameters").resolve(parameter + ".json");
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

  static JsonNode json(Path file) {
    try {
      return Json.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code BriefGet} as {@code brief-get}. */
  static String kebab(String pascal) {
    return pascal.replaceAll("(?<!^)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  static String pascal(String kebab) {
    var text = new StringBuilder();
    for (String part : kebab.split("-", -1)) {
      text.append(part.isEmpty() ? "" : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return text.toString();
  }
}
