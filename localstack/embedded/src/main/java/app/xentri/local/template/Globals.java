package app.xentri.local.template;

import app.xentri.local.template.Template.Cors;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** SAM's {@code Globals}: what every function and the HTTP API start from. */
record Globals(Yaml function, Optional<Yaml> httpApi) {

  static Globals read(Map<String, Yaml> entries) {
    for (String key : entries.keySet()) {
      if (!Set.of("Function", "HttpApi").contains(key)) {
        throw new TemplateException(
            "Globals." + key, "the local cloud does not understand these globals");
      }
    }
    return new Globals(
        entries.getOrDefault("Function", Mapping.empty()),
        Optional.ofNullable(entries.get("HttpApi")));
  }

  /** The resource's own properties over the globals of its type. */
  Yaml merge(String type, Yaml own) {
    return type.equals(ResourceTypes.FUNCTION) ? merge(function, own) : own;
  }

  /** SAM's rule: mappings merge, lists are added to, everything else is replaced. */
  private static Yaml merge(Yaml global, Yaml own) {
    if (global instanceof Mapping(Map<String, Yaml> ours)
        && own instanceof Mapping(Map<String, Yaml> theirs)) {
      Map<String, Yaml> merged = new LinkedHashMap<>(ours);
      theirs.forEach((key, value) -> merged.merge(key, value, Globals::merge));
      return new Mapping(merged);
    }
    if (global instanceof Sequence(List<Yaml> ours) && own instanceof Sequence(List<Yaml> theirs)) {
      List<Yaml> merged = new ArrayList<>(ours);
      merged.addAll(theirs);
      return new Sequence(merged);
    }
    return own;
  }

  Optional<Cors> cors(Resolver resolver) {
    return httpApi.flatMap(
        node -> {
          Section api = Section.of("Globals.HttpApi", resolver.resolve("Globals.HttpApi", node));
          api.leave("AccessLogSettings", "DefaultRouteSettings", "Tags");
          Optional<Cors> cors =
              api.has("CorsConfiguration")
                  ? Optional.of(cors(api.section("CorsConfiguration")))
                  : Optional.empty();
          api.done();
          return cors;
        });
  }

  private static Cors cors(Section section) {
    Cors cors =
        new Cors(
            section.texts("AllowOrigins"),
            section.texts("AllowMethods"),
            section.texts("AllowHeaders"),
            section.texts("ExposeHeaders"),
            section.flag("AllowCredentials", false),
            section.has("MaxAge")
                ? Optional.of(java.time.Duration.ofSeconds(section.number("MaxAge", 0)))
                : Optional.empty());
    section.done();
    return cors;
  }
}
