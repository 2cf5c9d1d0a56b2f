package app.xentri.local.template;

import app.xentri.local.template.Yaml.Kind;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import java.util.Map;

/**
 * One entry below {@code Resources}, unresolved, with the globals already merged in.
 *
 * @param path where its properties stand, for errors
 * @param metadata its {@code Metadata}, empty when it has none
 */
record Resource(String logicalId, String type, String path, Yaml properties, Yaml metadata) {

  /** Whether it is a function that an HTTP API calls. */
  boolean hasRoute() {
    return type.equals(ResourceTypes.FUNCTION)
        && properties instanceof Mapping(Map<String, Yaml> own)
        && own.get("Events") instanceof Mapping(Map<String, Yaml> events)
        && events.values().stream().anyMatch(Resource::isRoute);
  }

  private static boolean isRoute(Yaml event) {
    return event instanceof Mapping(Map<String, Yaml> entries)
        && entries.get("Type") instanceof Scalar(String type, Kind ignored)
        && type.equals("HttpApi");
  }
}
