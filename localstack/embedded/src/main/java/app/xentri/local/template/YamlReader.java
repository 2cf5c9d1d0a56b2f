package app.xentri.local.template;

import app.xentri.local.template.Yaml.Intrinsic;
import app.xentri.local.template.Yaml.Kind;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import app.xentri.local.template.Yaml.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML text into a {@link Yaml} tree. Short tags become {@link Intrinsic}s. */
final class YamlReader {
  private final String document;

  private YamlReader(String document) {
    this.document = document;
  }

  /**
   * @param document the name that errors carry
   * @throws TemplateException on bad YAML, a repeated key or a document that is not a mapping
   */
  static Mapping read(String document, String yaml) {
    LoadSettings settings = LoadSettings.builder().setLabel(document).build();
    try {
      Node root =
          new Compose(settings)
              .composeString(yaml)
              .orElseThrow(() -> new TemplateException(document, "the document is empty"));
      return new YamlReader(document).convert(document, root) instanceof Mapping mapping
          ? mapping
          : failNotAMapping(document);
    } catch (YamlEngineException e) {
      throw new TemplateException(document, "not YAML: " + e.getMessage());
    }
  }

  private static Mapping failNotAMapping(String document) {
    throw new TemplateException(document, "expected a mapping");
  }

  private Yaml convert(String path, Node node) {
    String tag = node.getTag().getValue();
    Yaml plain =
        switch (node) {
          case ScalarNode scalar -> new Scalar(scalar.getValue(), kind(scalar.getTag()));
          case SequenceNode sequence -> sequence(path, sequence);
          case MappingNode mapping -> mapping(path, mapping);
          default -> throw new TemplateException(path, "unexpected YAML " + node.getNodeType());
        };
    return tag.startsWith("!") ? new Intrinsic(tag.substring(1), plain) : plain;
  }

  private static Kind kind(Tag tag) {
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return Kind.NUMBER;
    }
    if (tag.equals(Tag.BOOL)) {
      return Kind.FLAG;
    }
    return tag.equals(Tag.NULL) ? Kind.NOTHING : Kind.TEXT;
  }

  private Yaml sequence(String path, SequenceNode node) {
    List<Yaml> items = new ArrayList<>();
    for (Node item : node.getValue()) {
      items.add(convert(path + "[" + items.size() + "]", item));
    }
    return new Sequence(items);
  }

  private Yaml mapping(String path, MappingNode node) {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    Set<String> written = new HashSet<>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new TemplateException(path, "a key is not a plain text");
      }
      String child = path.equals(document) ? key.getValue() : path + "." + key.getValue();
      if (!written.add(key.getValue())) {
        throw new TemplateException(child, "is written twice");
      }
      Yaml value = convert(child, tuple.getValueNode());
      if (key.getValue().equals("<<")) {
        merged(child, value).forEach(entries::putIfAbsent);
      } else {
        entries.put(key.getValue(), value);
      }
    }
    return longForm(entries);
  }

  /** What {@code <<: *anchor} brings; {@code sam build} writes it out, too. */
  private static Map<String, Yaml> merged(String path, Yaml value) {
    if (value instanceof Mapping(Map<String, Yaml> entries)) {
      return entries;
    }
    throw new TemplateException(path, "expected a mapping");
  }

  /** {@code {"Fn::Sub": …}} means the same as {@code !Sub …}. */
  private static Yaml longForm(Map<String, Yaml> entries) {
    if (entries.size() == 1) {
      Map.Entry<String, Yaml> only = entries.entrySet().iterator().next();
      if (only.getKey().startsWith("Fn::")) {
        return new Intrinsic(only.getKey().substring("Fn::".length()), only.getValue());
      }
      if (only.getKey().equals("Ref")) {
        return new Intrinsic("Ref", only.getValue());
      }
    }
    return new Mapping(entries);
  }
}
