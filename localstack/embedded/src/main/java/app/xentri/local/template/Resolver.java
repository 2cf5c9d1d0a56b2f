package app.xentri.local.template;

import app.xentri.local.template.Yaml.Absent;
import app.xentri.local.template.Yaml.Intrinsic;
import app.xentri.local.template.Yaml.Kind;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import app.xentri.local.template.Yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Evaluates the intrinsic functions of one template. */
final class Resolver {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  private final Names names;
  private final Map<String, Yaml> conditions;

  Resolver(Names names, Map<String, Yaml> conditions) {
    this.names = names;
    this.conditions = Map.copyOf(conditions);
  }

  /** The tree without intrinsics; entries that resolve to {@code AWS::NoValue} are gone. */
  Yaml resolve(String path, Yaml node) {
    return switch (node) {
      case Scalar scalar -> scalar;
      case Absent absent -> absent;
      case Sequence sequence -> sequence(path, sequence);
      case Mapping mapping -> mapping(path, mapping);
      case Intrinsic intrinsic -> evaluate(path, intrinsic);
    };
  }

  /** Whether the named condition of the template holds. */
  boolean holds(String path, String condition) {
    Yaml definition = conditions.get(condition);
    if (definition == null) {
      throw new TemplateException(path, "condition " + condition + " is not declared");
    }
    return truth("Conditions." + condition, definition);
  }

  private Yaml sequence(String path, Sequence sequence) {
    List<Yaml> items = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Yaml item = resolve(path + "[" + i + "]", sequence.items().get(i));
      if (!(item instanceof Absent)) {
        items.add(item);
      }
    }
    return new Sequence(items);
  }

  private Yaml mapping(String path, Mapping mapping) {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              Yaml resolved = resolve(path + "." + key, value);
              if (!(resolved instanceof Absent)) {
                entries.put(key, resolved);
              }
            });
    return new Mapping(entries);
  }

  private Yaml evaluate(String path, Intrinsic intrinsic) {
    Yaml argument = intrinsic.argument();
    return switch (intrinsic.name()) {
      case "Ref" -> names.ref(path, text(path, argument));
      case "GetAtt" -> attribute(path, argument);
      case "Sub" -> substitute(path, argument);
      case "Join" -> join(path, arguments(path, argument, 2));
      case "Select" -> select(path, arguments(path, argument, 2));
      case "Split" -> split(path, arguments(path, argument, 2));
      case "If" -> choose(path, items(path, argument, 3));
      case "Equals", "Not", "And", "Or", "Condition" ->
          new Scalar(Boolean.toString(truth(path, intrinsic)), Kind.FLAG);
      default ->
          throw new TemplateException(
              path, "the local cloud does not understand !" + intrinsic.name());
    };
  }

  private Yaml attribute(String path, Yaml argument) {
    if (argument instanceof Sequence) {
      List<Yaml> parts = arguments(path, argument, 2);
      return names.attribute(path, text(path, parts.get(0)), text(path, parts.get(1)));
    }
    return dotted(path, text(path, argument));
  }

  private Yaml dotted(String path, String reference) {
    int dot = reference.indexOf('.');
    if (dot < 1) {
      throw new TemplateException(path, "!GetAtt needs Resource.Attribute, not " + reference);
    }
    return names.attribute(path, reference.substring(0, dot), reference.substring(dot + 1));
  }

  private Yaml substitute(String path, Yaml argument) {
    if (argument instanceof Scalar(String template, Kind ignored)) {
      return Scalar.of(substitute(path, template, Map.of()));
    }
    List<Yaml> parts = items(path, argument, 2);
    if (!(resolve(path, parts.get(1)) instanceof Mapping(Map<String, Yaml> own))) {
      throw new TemplateException(path, "the second part of !Sub must be a mapping");
    }
    return Scalar.of(substitute(path, text(path, parts.get(0)), own));
  }

  private String substitute(String path, String template, Map<String, Yaml> own) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String name = Objects.requireNonNull(matcher.group(1)).strip();
      matcher.appendReplacement(result, Matcher.quoteReplacement(placeholder(path, name, own)));
    }
    return matcher.appendTail(result).toString();
  }

  private String placeholder(String path, String name, Map<String, Yaml> own) {
    if (name.startsWith("!")) {
      return "${" + name.substring(1) + "}"; // The documented way to write a literal ${…}.
    }
    Yaml mine = own.get(name);
    if (mine != null) {
      return text(path, mine);
    }
    return text(path, name.contains(".") ? dotted(path, name) : names.ref(path, name));
  }

  private Yaml join(String path, List<Yaml> parts) {
    if (!(parts.get(1) instanceof Sequence(List<Yaml> items))) {
      throw new TemplateException(path, "!Join needs a list");
    }
    String delimiter = text(path, parts.get(0));
    return Scalar.of(
        items.stream().map(item -> text(path, item)).collect(Collectors.joining(delimiter)));
  }

  private static Yaml select(String path, List<Yaml> parts) {
    if (parts.get(0) instanceof Scalar(String index, Kind ignored)
        && parts.get(1) instanceof Sequence(List<Yaml> items)
        && index.matches("\\d+")
        && Integer.parseInt(index) < items.size()) {
      return items.get(Integer.parseInt(index));
    }
    throw new TemplateException(path, "!Select points outside its list");
  }

  private Yaml split(String path, List<Yaml> parts) {
    String[] pieces = text(path, parts.get(1)).split(Pattern.quote(text(path, parts.get(0))), -1);
    return new Sequence(
        List.<Yaml>copyOf(java.util.Arrays.stream(pieces).map(Scalar::of).toList()));
  }

  private Yaml choose(String path, List<Yaml> parts) {
    return resolve(path, parts.get(holds(path, text(path, parts.get(0))) ? 1 : 2));
  }

  private boolean truth(String path, Yaml node) {
    if (!(node instanceof Intrinsic(String name, Yaml argument))) {
      throw new TemplateException(path, "expected a condition");
    }
    return switch (name) {
      case "Equals" -> {
        List<Yaml> sides = arguments(path, argument, 2);
        yield text(path, sides.get(0)).equals(text(path, sides.get(1)));
      }
      case "Not" -> !truth(path, items(path, argument, 1).getFirst());
      case "And" -> list(path, argument).stream().allMatch(each -> truth(path, each));
      case "Or" -> list(path, argument).stream().anyMatch(each -> truth(path, each));
      case "Condition" -> holds(path, text(path, argument));
      default -> throw new TemplateException(path, "!" + name + " is not a condition");
    };
  }

  private List<Yaml> arguments(String path, Yaml argument, int count) {
    return items(path, argument, count).stream().map(item -> resolve(path, item)).toList();
  }

  private static List<Yaml> items(String path, Yaml argument, int count) {
    List<Yaml> items = list(path, argument);
    if (items.size() != count) {
      throw new TemplateException(path, "expected " + count + " arguments, found " + items.size());
    }
    return items;
  }

  private static List<Yaml> list(String path, Yaml argument) {
    if (argument instanceof Sequence(List<Yaml> items)) {
      return items;
    }
    throw new TemplateException(path, "expected a list of arguments");
  }

  private String text(String path, Yaml node) {
    if (resolve(path, node) instanceof Scalar(String text, Kind ignored)) {
      return text;
    }
    throw new TemplateException(path, "expected a text");
  }
}
