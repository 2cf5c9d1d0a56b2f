package app.xentri.local.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CloudFormation document as a tree, with its intrinsic functions still unresolved. */
sealed interface Yaml {

  /**
   * A single value as it was written.
   *
   * @param kind what YAML 1.2 takes it for
   */
  record Scalar(String text, Kind kind) implements Yaml {
    static Scalar of(String text) {
      return new Scalar(text, Kind.TEXT);
    }
  }

  /** What an unquoted scalar means. */
  enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    NOTHING
  }

  /** A list. */
  record Sequence(List<Yaml> items) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A mapping in the order of the document. */
  record Mapping(Map<String, Yaml> entries) implements Yaml {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    static Mapping empty() {
      return new Mapping(Map.of());
    }
  }

  /**
   * A function of CloudFormation, in its short ({@code !Sub}) or long ({@code Fn::Sub}) form.
   *
   * @param name without {@code Fn::}, for example {@code Sub} or {@code Ref}
   */
  record Intrinsic(String name, Yaml argument) implements Yaml {}

  /** What {@code AWS::NoValue} leaves behind: the property that holds it counts as not written. */
  record Absent() implements Yaml {}
}
