package app.xentri.local.template;

import app.xentri.local.template.Yaml.Absent;
import app.xentri.local.template.Yaml.Intrinsic;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import app.xentri.local.template.Yaml.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a resolved part of a template as JSON, as CloudFormation hands it to a service. */
final class JsonText {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private JsonText() {}

  static String of(Yaml node) {
    return JSON.writeValueAsString(plain(node));
  }

  private static @Nullable Object plain(Yaml node) {
    return switch (node) {
      case Scalar scalar -> plain(scalar);
      case Sequence sequence -> sequence.items().stream().map(JsonText::plain).toList();
      case Mapping mapping -> {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, value) -> entries.put(key, plain(value)));
        yield entries;
      }
      case Absent absent -> null;
      case Intrinsic intrinsic ->
          throw new IllegalArgumentException("unresolved " + intrinsic.name());
    };
  }

  private static @Nullable Object plain(Scalar scalar) {
    return switch (scalar.kind()) {
      case TEXT -> scalar.text();
      case NUMBER -> new java.math.BigDecimal(scalar.text());
      case FLAG -> Boolean.valueOf(scalar.text());
      case NOTHING -> null;
    };
  }
}
