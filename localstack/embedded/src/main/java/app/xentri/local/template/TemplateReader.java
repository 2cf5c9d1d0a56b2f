package app.xentri.local.template;

import app.xentri.local.template.Template.Nested;
import app.xentri.local.template.Yaml.Intrinsic;
import app.xentri.local.template.Yaml.Kind;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a template and the nested stacks that it names. */
public final class TemplateReader {

  private TemplateReader() {}

  /**
   * Reads a template with values for its parameters.
   *
   * @param parameters values of the template's parameters; those with a default may be left out
   * @throws TemplateException when the template, or a nested one, holds anything the local cloud
   *     does not understand, or a parameter has no value
   */
  public static Template read(Path file, Map<String, String> parameters, Place place) {
    Map<String, Yaml> given = new LinkedHashMap<>();
    parameters.forEach((name, value) -> given.put(name, Scalar.of(value)));
    return Stack.read(file, place, given).declarations().template();
  }

  /**
   * Reads a template for its shape alone, its routes and functions: parameters without a default
   * get made-up values.
   */
  public static Template outline(Path file) {
    Section declared = Document.read(file).section("Parameters");
    Map<String, String> madeUp = new LinkedHashMap<>();
    for (String name : declared.keys()) {
      if (declared.section(name).node("Default").isEmpty()) {
        madeUp.put(name, "https://example.com/" + name);
      }
    }
    return read(
        file,
        madeUp,
        new Place("eu-central-1", "000000000000", "xentri", name -> "https://example.com/" + name));
  }

  /** The contexts: nested applications, in the order of the template. */
  public static List<Nested> contexts(Path file) {
    Section root = Document.read(file);
    Section parameters = root.section("Parameters");
    Section resources = root.section("Resources");
    List<Nested> contexts = new ArrayList<>();
    for (String id : resources.keys()) {
      Section resource = resources.section(id);
      if (resource.require("Type").equals(ResourceTypes.APPLICATION)) {
        Section properties = resource.section("Properties");
        contexts.add(
            new Nested(
                id,
                file.resolveSibling(properties.require("Location")).normalize(),
                given(properties, parameters)));
      }
    }
    return List.copyOf(contexts);
  }

  private static Map<String, Boolean> given(Section properties, Section parameters) {
    Map<String, Boolean> given = new LinkedHashMap<>();
    if (properties.node("Parameters").orElse(Mapping.empty())
        instanceof Mapping(Map<String, Yaml> values)) {
      values.forEach((name, value) -> given.put(name, isSecret(value, parameters)));
    }
    return given;
  }

  private static boolean isSecret(Yaml value, Section parameters) {
    return value instanceof Intrinsic(String function, Yaml argument)
        && function.equals("Ref")
        && argument instanceof Scalar(String name, Kind ignored)
        && Optional.of(name).filter(parameters::has).isPresent()
        && parameters.section(name).flag("NoEcho", false);
  }
}
