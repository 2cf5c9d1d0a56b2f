package app.xentri.local.developer;

import app.xentri.local.template.Template;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what the pages show: this run's own by their values, and what looks like
 * one. Functions should not log any; a page that is shown around must not be where that is found
 * out.
 */
final class Redaction {
  private static final String MASK = "[hidden]";
  private static final int SHORTEST_SECRET = 8;
  private static final Pattern SECRET_VARIABLE =
      Pattern.compile("(^|.*_)(PASSWORD|SECRET|TOKEN|KEY)");

  /** A token of three parts, a bearer token, keys of Clerk and Svix. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "eyJ[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]*"
              + "|(?i:(?<=bearer )[\\w.~+/=-]{8,})"
              + "|\\b(?:sk_(?:test|live)_|whsec_)[\\w+/=]{8,}");

  /** A value named as a secret, in JSON, in a header or in a form. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(?<name>\"?[\\w-]*(?:password|secret|token|ticket|authorization|cookie|api_?key)\"?\\s*[:=]\\s*)"
              + "(?<value>\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\",&}]+)");

  private final List<String> secrets;

  /**
   * Knows these secrets.
   *
   * @param secrets values; short ones would hide half of the page and are left out
   */
  Redaction(Collection<String> secrets) {
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Knows what the functions are given in variables that are named as secrets. */
  static Redaction of(Template template) {
    return new Redaction(
        template.functions().stream()
            .flatMap(function -> function.environment().entrySet().stream())
            .filter(variable -> SECRET_VARIABLE.matcher(variable.getKey()).matches())
            .map(variable -> variable.getValue())
            .toList());
  }

  String clean(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
    }
    clean = TOKEN.matcher(clean).replaceAll(MASK);
    return NAMED
        .matcher(clean)
        .replaceAll(
            named ->
                named.group("name")
                    + (named.group("value").startsWith("\"") ? "\"" + MASK + "\"" : MASK));
  }
}
