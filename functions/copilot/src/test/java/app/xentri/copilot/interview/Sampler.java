package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Makes text that a pattern reads, or nearly: what it only looks at, before and after, is left out.
 */
final class Sampler {

  private static final int MOST_REPEATS = 2;
  private static final List<String> POOL =
      List.of(
          "a", "b", "Z", "é", "私", "1", "7", " ", ",", ".", "-", "'", "’", "£", "$", "€", "(", ":",
          "\"", "/", "&", "+", "!", "?", "\n");

  private final String pattern;
  private final Random random;
  private int at;

  private Sampler(String pattern, Random random) {
    this.pattern = pattern;
    this.random = random;
  }

  static String sample(Pattern pattern, Random random) {
    return new Sampler(pattern.pattern(), random).alternatives();
  }

  private String alternatives() {
    List<String> all = new ArrayList<>();
    all.add(sequence());
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      all.add(sequence());
    }
    return all.get(random.nextInt(all.size()));
  }

  private String sequence() {
    var text = new StringBuilder();
    while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
      int start = at;
      String once = atom();
      int end = at;
      int[] times = quantifier();
      int wanted = times[0] + random.nextInt(times[1] - times[0] + 1);
      for (int i = 0; i < wanted; i++) {
        text.append(i == 0 ? once : again(start, end));
      }
    }
    return text.toString();
  }

  /** The same atom anew, with other choices. */
  private String again(int start, int end) {
    int here = at;
    at = start;
    String text = atom();
    if (at != end) {
      throw new IllegalStateException("lost in " + pattern);
    }
    at = here;
    return text;
  }

  private int[] quantifier() {
    if (at >= pattern.length()) {
      return new int[] {1, 1};
    }
    int[] times =
        switch (pattern.charAt(at)) {
          case '?' -> new int[] {0, 1};
          case '*' -> new int[] {0, MOST_REPEATS};
          case '+' -> new int[] {1, MOST_REPEATS};
          case '{' -> braces();
          default -> null;
        };
    if (times == null) {
      return new int[] {1, 1};
    }
    at++;
    if (at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0) {
      at++;
    }
    return times;
  }

  private int[] braces() {
    int end = pattern.indexOf('}', at);
    String[] bounds = pattern.substring(at + 1, end).split(",", -1);
    at = end;
    int least = Integer.parseInt(bounds[0]);
    int most =
        bounds.length == 1
            ? least
            : bounds[1].isEmpty() ? least + MOST_REPEATS : Integer.parseInt(bounds[1]);
    return new int[] {least, Math.min(most, least + 4)};
  }

  private String atom() {
    char next = pattern.charAt(at);
    return switch (next) {
      case '(' -> group();
      case '[' -> oneOf(characterClass());
      case '\\' -> escape();
      case '.' -> {
        at++;
        yield oneOf(".");
      }
      case '^', '$' -> {
        at++;
        yield "";
      }
      default -> {
        at++;
        yield String.valueOf(next);
      }
    };
  }

  private String group() {
    at++;
    boolean looks = false;
    if (pattern.charAt(at) == '?') {
      looks =
          pattern.startsWith("?=", at)
              || pattern.startsWith("?!", at)
              || pattern.startsWith("?<=", at)
              || pattern.startsWith("?<!", at);
      if (looks) {
        at += pattern.charAt(at + 1) == '<' ? 3 : 2;
      } else if (pattern.charAt(at + 1) == '<') {
        at = pattern.indexOf('>', at) + 1;
      } else {
        while (":)>".indexOf(pattern.charAt(at)) < 0) {
          at++;
        }
        at += pattern.charAt(at) == ')' ? 0 : 1;
      }
    }
    String text = alternatives();
    at++;
    return looks ? "" : text;
  }

  private String characterClass() {
    int start = at;
    int depth = 0;
    do {
      char next = pattern.charAt(at);
      depth += next == '[' ? 1 : next == ']' ? -1 : 0;
      at += next == '\\' ? 2 : 1;
    } while (depth > 0);
    return pattern.substring(start, at);
  }

  private String escape() {
    char kind = pattern.charAt(at + 1);
    if (kind == 'p' || kind == 'P') {
      int end = pattern.indexOf('}', at) + 1;
      String category = pattern.substring(at, end);
      at = end;
      return oneOf(category);
    }
    if (kind == 'u') {
      String text = Character.toString(Integer.parseInt(pattern.substring(at + 2, at + 6), 16));
      at += 6;
      return text;
    }
    at += 2;
    return switch (kind) {
      case 'b', 'B', 'A', 'z', 'Z', 'G' -> "";
      case 'd', 'D', 's', 'S', 'w', 'W', 'h', 'R' -> oneOf("\\" + kind);
      case 'n' -> "\n";
      case 't' -> "\t";
      default -> String.valueOf(kind);
    };
  }

  private String oneOf(String characters) {
    Pattern one = Pattern.compile(characters, Pattern.UNICODE_CASE);
    List<String> fitting = POOL.stream().filter(it -> one.matcher(it).matches()).toList();
    return fitting.isEmpty() ? "x" : fitting.get(random.nextInt(fitting.size()));
  }
}
