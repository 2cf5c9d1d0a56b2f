package asl.evaluation;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A text between <code>{%</code> and <code>%}</code>, compiled. */
public final class Expression {

  private static final String OPEN = "{%";
  private static final String CLOSE = "%}";
  private static final Pattern VARIABLE = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)");

  private static final Set<String> FIELDS = Set.of("input", "result", "errorOutput", "context");
  private static final Pattern FIELD =
      Pattern.compile(
          "\\$states(?![\\p{L}\\p{N}_])(?:\\s*\\.\\s*(input|result|errorOutput|context)(?![\\p{L}\\p{N}_]))?");

  /** What an expression may cost before it counts as one that never ends. */
  private static final long LONGEST_MILLIS = 5_000;

  private static final int DEEPEST = 500;
  private static final String FOREIGN = "JSonataException ";

  private final String source;
  private final Jsonata compiled;
  private final Names names;

  /**
   * What an expression may ask for.
   *
   * @param variables names after a dollar sign
   * @param fields of {@code $states}
   */
  record Names(Set<String> variables, Set<String> fields) {
    static Names in(String source) {
      Set<String> variables = new LinkedHashSet<>();
      Matcher variable = VARIABLE.matcher(source);
      while (variable.find()) {
        variables.add(Objects.requireNonNull(variable.group(1)));
      }
      variables.remove("states");
      Set<String> fields = new LinkedHashSet<>();
      Matcher field = FIELD.matcher(source);
      while (field.find()) {
        String name = field.group(1);
        // What does not name its field at once may mean any.
        fields.addAll(name == null ? FIELDS : Set.of(name));
      }
      return new Names(variables, fields);
    }
  }

  private Expression(String source, Jsonata compiled) {
    this.source = source;
    this.compiled = compiled;
    this.names = Names.in(source);
  }

  /** Whether a text of a definition is an expression. */
  public static boolean is(String text) {
    return text.length() >= OPEN.length() + CLOSE.length()
        && text.startsWith(OPEN)
        && text.endsWith(CLOSE);
  }

  /** Whether a text looks like an expression whose other end is missing. */
  public static boolean isHalf(String text) {
    return !is(text) && (text.startsWith(OPEN) || text.endsWith(CLOSE));
  }

  /**
   * Compiles a text that {@link #is} an expression.
   *
   * @throws IllegalArgumentException when it is not JSONata; the message says why
   */
  public static Expression compile(String text) {
    String source = text.substring(OPEN.length(), text.length() - CLOSE.length()).strip();
    try {
      Jsonata compiled = Jsonata.jsonata(source);
      compiled.setValidateInput(false);
      compiled.setOutputConvertNulls(false);
      return new Expression(source, compiled);
    } catch (JException e) {
      throw new IllegalArgumentException(e.getMessage() + " in '" + source + "'", e);
    } catch (RuntimeException e) {
      // The parser trips over some texts that it ought to refuse.
      throw new IllegalArgumentException("not JSONata: '" + source + "'", e);
    }
  }

  /** The text without its braces. */
  public String source() {
    return source;
  }

  /**
   * The value.
   *
   * @param location the field in its state that holds the expression
   * @throws EvaluationException when there is none, or none that is JSON
   */
  public JsonNode evaluate(Scope scope, String location) throws EvaluationException {
    Object value = value(scope, location);
    if (value == null) {
      throw fault(location, "returned nothing (undefined).");
    }
    try {
      return Values.node(value);
    } catch (Values.UnsupportedException e) {
      throw fault(location, "returned an unsupported result type.");
    }
  }

  private @Nullable Object value(Scope scope, String location) throws EvaluationException {
    Jsonata.Frame frame = compiled.createFrame();
    Functions.bind(frame, scope.now());
    scope.bind(frame, names);
    frame.setRuntimeBounds(LONGEST_MILLIS, DEEPEST);
    try {
      // The library keeps the frame of the evaluation under way in the expression itself: another
      // thread would find this one's values where its own has none.
      synchronized (compiled) {
        return compiled.evaluate(null, frame);
      }
    } catch (JException e) {
      throw fault(location, "threw an error during evaluation. " + reason(e));
    } catch (StackOverflowError e) {
      throw fault(location, "threw an error during evaluation. It recurses too deep");
    } catch (RuntimeException e) {
      // The library's own casts fail where JavaScript would give a type error.
      throw fault(location, "threw an error during evaluation. " + e.getMessage());
    }
  }

  private static String reason(JException e) {
    String code = e.getError();
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    if (code != null && code.matches("[A-Z]\\d{4}")) {
      return code + ": " + message;
    }
    // What the library writes before messages that are not its own.
    return message.startsWith(FOREIGN) ? message.substring(FOREIGN.length()) : message;
  }

  /** A failure of this expression in a field. */
  public EvaluationException fault(String location, String what) {
    return new EvaluationException(
        location,
        "The JSONata expression '%s' specified for the field '%s' %s"
            .formatted(source, location, what));
  }
}
