package app.xentri.local.template;

import app.xentri.local.template.Yaml.Kind;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import app.xentri.local.template.Yaml.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Reads a template and the nested stacks that it names. */
public final class TemplateReader {
  private static final String FORMAT = "2010-09-09";
  private static final String TRANSFORM = "AWS::Serverless-2016-10-31";

  private final Path file;
  private final Place place;
  private final Declarations found;

  private TemplateReader(Path file, Place place, Declarations found) {
    this.file = file;
    this.place = place;
    this.found = found;
  }

  /**
   * Reads a template with values for its parameters.
   *
   * @param parameters values of the template's parameters; those with a default may be left out
   * @throws TemplateException when the template holds anything the local cloud does not understand,
   *     or a parameter has no value
   */
  public static Template read(Path file, Map<String, String> parameters, Place place) {
    Declarations found = new Declarations();
    Map<String, Yaml> given = new LinkedHashMap<>();
    parameters.forEach((name, value) -> given.put(name, Scalar.of(value)));
    new TemplateReader(file, place, found).readInto(given);
    return found.template();
  }

  /**
   * Reads a template for its shape alone, its routes and functions: parameters without a default
   * get made-up values.
   */
  public static Template outline(Path file) {
    Place nowhere =
        new Place("eu-central-1", "000000000000", "xentri", name -> "https://example.com/" + name);
    TemplateReader reader = new TemplateReader(file, nowhere, new Declarations());
    Section declared = reader.root().section("Parameters");
    Map<String, String> madeUp = new LinkedHashMap<>();
    for (String name : declared.keys()) {
      if (declared.section(name).node("Default").isEmpty()) {
        madeUp.put(name, "https://example.com/" + name);
      }
    }
    return read(file, madeUp, nowhere);
  }

  private Section root() {
    return Section.of("template", YamlReader.read(name(), text()));
  }

  private void readInto(Map<String, Yaml> given) {
    Section root = root();
    root.only("AWSTemplateFormatVersion", FORMAT);
    root.only("Transform", TRANSFORM);
    root.leave("Description");
    Map<String, Yaml> parameters = parameters(root.section("Parameters"), given);
    Map<String, Yaml> conditions = entries(root, "Conditions");
    Globals globals = Globals.read(entries(root, "Globals"));
    Map<String, Resource> resources = new LinkedHashMap<>();
    Map<String, String> conditional = new LinkedHashMap<>();
    entries(root, "Resources")
        .forEach((id, node) -> resources.put(id, resource(id, node, globals, conditional)));
    Names names = new Names(place, parameters, resources, conditions);
    conditional.forEach((id, condition) -> drop(resources, id, condition, names.resolver()));
    resolveOutputs(root, names.resolver());
    root.done();
    globals.cors(names.resolver()).ifPresent(found::cors);
    ResourceReader reader =
        new ResourceReader(names, found, Objects.requireNonNull(file.toAbsolutePath().getParent()));
    resources.values().forEach(resource -> readResource(resource, reader, names));
  }

  private void readResource(Resource resource, ResourceReader reader, Names names) {
    if (!resource.type().equals(ResourceTypes.STACK)) {
      reader.read(resource);
      return;
    }
    Section stack =
        Section.of(
            resource.path(), names.resolver().resolve(resource.path(), resource.properties()));
    Path nested = file.resolveSibling(stack.require("TemplateURL"));
    Map<String, Yaml> given = entries(stack, "Parameters");
    stack.done();
    Place inside =
        new Place(
            place.region(),
            place.account(),
            place.stack() + "-" + resource.logicalId(),
            place.queueUrl());
    new TemplateReader(nested, inside, found).readInto(given);
  }

  private static void drop(
      Map<String, Resource> resources, String id, String condition, Resolver resolver) {
    if (!resolver.holds("Resources." + id + ".Condition", condition)) {
      resources.remove(id);
    }
  }

  private static void resolveOutputs(Section root, Resolver resolver) {
    entries(root, "Outputs").forEach((name, output) -> resolver.resolve("Outputs." + name, output));
  }

  private static Resource resource(
      String id, Yaml node, Globals globals, Map<String, String> conditional) {
    String path = "Resources." + id;
    Section section = Section.of(path, node);
    String type = section.require("Type");
    Yaml own = section.node("Properties").orElse(Mapping.empty());
    section.text("Condition").ifPresent(condition -> conditional.put(id, condition));
    Yaml metadata = section.node("Metadata").orElse(Mapping.empty());
    section.leave("DependsOn", "DeletionPolicy", "UpdateReplacePolicy");
    section.done();
    return new Resource(id, type, path + ".Properties", globals.merge(type, own), metadata);
  }

  private static Map<String, Yaml> parameters(Section declared, Map<String, Yaml> given) {
    Map<String, Yaml> values = new LinkedHashMap<>();
    for (String name : declared.keys()) {
      values.put(
          name, parameter(name, declared.section(name), Optional.ofNullable(given.get(name))));
    }
    TreeSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(declared.keys());
    if (!unknown.isEmpty()) {
      throw new TemplateException("Parameters", "not declared: " + String.join(", ", unknown));
    }
    return values;
  }

  private static Yaml parameter(String name, Section section, Optional<Yaml> given) {
    Optional<Yaml> fallback = section.node("Default");
    Yaml value =
        given
            .or(() -> fallback)
            .orElseThrow(
                () -> new TemplateException(section.path(), "has neither a value nor a default"));
    String type = section.require("Type");
    List<String> allowed = section.texts("AllowedValues");
    section.leave(
        "Description",
        "NoEcho",
        "MinLength",
        "MinValue",
        "MaxValue",
        "AllowedPattern",
        "ConstraintDescription");
    section.done();
    if (!(value instanceof Scalar(String text, Kind ignored))) {
      throw new TemplateException(section.path(), "its value must be a text");
    }
    if (!allowed.isEmpty() && !allowed.contains(text)) {
      throw new TemplateException(section.path(), "its value is not among " + allowed);
    }
    return switch (type) {
      case "String", "Number" -> Scalar.of(text);
      case "CommaDelimitedList" ->
          new Sequence(
              Arrays.stream(text.split(",")).<Yaml>map(each -> Scalar.of(each.strip())).toList());
      default ->
          throw new TemplateException(
              section.path(), "type " + type + " is not understood (" + name + ")");
    };
  }

  private static Map<String, Yaml> entries(Section section, String key) {
    return section.node(key).orElse(Mapping.empty()) instanceof Mapping(Map<String, Yaml> entries)
        ? entries
        : Map.of();
  }

  private String name() {
    return String.valueOf(file.getFileName());
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
