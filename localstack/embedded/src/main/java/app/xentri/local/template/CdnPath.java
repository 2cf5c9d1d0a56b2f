package app.xentri.local.template;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A path pattern of the CDN and where it sends what fits.
 *
 * @param pattern as CloudFront reads it: {@code *} is any text, {@code ?} any character
 * @param domain of the origin
 */
record CdnPath(String pattern, String domain) {

  /** Whether every request to this route fits, whatever its parameters are. */
  boolean fits(String path) {
    return Pattern.matches(regex(), path.replaceAll("\\{[^}]*}", "-"));
  }

  private String regex() {
    String rooted = pattern.startsWith("/") || pattern.equals("*") ? pattern : "/" + pattern;
    return Arrays.stream(rooted.split("(?<=[*?])|(?=[*?])", -1))
        .map(CdnPath::regex)
        .collect(Collectors.joining());
  }

  private static String regex(String part) {
    return switch (part) {
      case "*" -> ".*";
      case "?" -> ".";
      default -> Pattern.quote(part);
    };
  }
}
