package app.xentri.local.template;

import app.xentri.local.template.Yaml.Kind;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import app.xentri.local.template.Yaml.Sequence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** One template with values for its parameters: the root's, or that of a nested stack. */
final class Stack {
  private static final String FORMAT = "2010-09-09";
  private static final String TRANSFORM = "AWS::Serverless-2016-10-31";

  private final Path file;
  private final Place place;
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final Declarations found = new Declarations();
  private final Map<String, Yaml> outputs = new LinkedHashMap<>();
  private final Names names;

  /** By logical id; empty while one is being read. */
  private final Map<String, Optional<Stack>> nested = new LinkedHashMap<>();

  private Stack(Path file, Place place, Section root, Map<String, Yaml> given) {
    this.file = file;
    this.place = place;
    root.only("AWSTemplateFormatVersion", FORMAT);
    root.only("Transform", TRANSFORM);
    // What linters are told is nothing to run.
    root.leave("Description", "Metadata");
    Map<String, Yaml> parameters = parameters(root.section("Parameters"), given);
    Map<String, Yaml> conditions = entries(root, "Conditions");
    Globals globals = Globals.read(entries(root, "Globals"));
    Map<String, String> conditional = new LinkedHashMap<>();
    entries(root, "Resources")
        .forEach((id, node) -> resources.put(id, resource(id, node, globals, conditional)));
    entries(root, "Resources").forEach(this::checkOrder);
    names = new Names(place, parameters, resources, conditions, this::output);
    conditional.forEach((id, condition) -> drop(id, condition, names.resolver()));
    if (resources.values().stream().anyMatch(Resource::hasRoute)) {
      found.cors(names.apiDomain(), globals.cors(names.resolver()));
    }
  }

  /** Reads a template and everything in it. */
  static Stack read(Path file, Place place, Map<String, Yaml> given) {
    Section root = Document.read(file);
    Stack stack = new Stack(file, place, root, given);
    ResourceReader reader =
        new ResourceReader(
            stack.names,
            stack.found,
            Objects.requireNonNull(file.toAbsolutePath().normalize().getParent()));
    stack.resources.values().forEach(resource -> stack.read(resource, reader));
    stack.readOutputs(root.section("Outputs"));
    root.done();
    return stack;
  }

  Declarations declarations() {
    return found;
  }

  private void read(Resource resource, ResourceReader reader) {
    if (ResourceTypes.nestedTemplate(resource.type()).isPresent()) {
      found.add(nested(resource.path(), resource).found);
    } else {
      reader.read(resource);
    }
  }

  /** Another stack may have asked for its outputs before it is its turn. */
  private Stack nested(String path, Resource resource) {
    Optional<Stack> known = nested.get(resource.logicalId());
    if (known != null) {
      return known.orElseThrow(
          () -> new TemplateException(path, resource.logicalId() + " would need its own outputs"));
    }
    nested.put(resource.logicalId(), Optional.empty());
    Stack opened = open(resource);
    nested.put(resource.logicalId(), Optional.of(opened));
    return opened;
  }

  private Stack open(Resource resource) {
    Section section =
        Section.of(
            resource.path(), names.resolver().resolve(resource.path(), resource.properties()));
    String key = ResourceTypes.nestedTemplate(resource.type()).orElseThrow();
    String location = section.require(key);
    Map<String, Yaml> given = entries(section, "Parameters");
    section.leave("Tags", "TimeoutInMinutes");
    section.done();
    Path template = file.resolveSibling(location).normalize();
    if (!Files.isRegularFile(template)) {
      throw new TemplateException(section.path() + "." + key, "there is no file " + location);
    }
    String name = place.stack() + "-" + resource.logicalId();
    try {
      return read(
          template, new Place(place.region(), place.account(), name, place.queueUrl()), given);
    } catch (TemplateException e) {
      throw new TemplateException(resource.logicalId() + " (" + location + ")", e);
    }
  }

  private Yaml output(String path, Resource resource, String output) {
    Yaml value = nested(path, resource).outputs.get(output);
    if (value == null) {
      throw new TemplateException(path, resource.logicalId() + " has no output " + output);
    }
    return value;
  }

  private void readOutputs(Section declared) {
    for (String name : declared.keys()) {
      Section output = declared.section(name);
      String path = "Outputs." + name;
      output.leave("Description");
      Optional<String> condition = output.text("Condition");
      Yaml value =
          output.node("Value").orElseThrow(() -> new TemplateException(path, "Value is missing"));
      output.done();
      if (condition.isEmpty() || names.resolver().holds(path, condition.get())) {
        outputs.put(name, names.resolver().resolve(path, value));
      }
    }
  }

  private void drop(String id, String condition, Resolver resolver) {
    if (!resolver.holds("Resources." + id + ".Condition", condition)) {
      resources.remove(id);
    }
  }

  /** Here everything that is declared is there at once, but a name must be one of a resource. */
  private void checkOrder(String id, Yaml node) {
    Section section = Section.of("Resources." + id, node);
    List<String> before =
        section.node("DependsOn").orElse(new Sequence(List.of())) instanceof Sequence
            ? section.texts("DependsOn")
            : List.of(section.require("DependsOn"));
    for (String name : before) {
      if (!resources.containsKey(name)) {
        throw new TemplateException(section.path() + ".DependsOn", name + " is not a resource");
      }
    }
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
}
