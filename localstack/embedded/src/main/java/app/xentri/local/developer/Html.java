package app.xentri.local.developer;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes HTML. Text is escaped unless it is a tag written here, so nothing can slip through. */
final class Html {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StringBuilder out = new StringBuilder();

  /** One of our own tags, with attributes already safe, for example {@code <td class="when">}. */
  Html tag(String tag) {
    out.append(tag);
    return this;
  }

  /** Text from anywhere. */
  Html text(Object text) {
    out.append(escape(String.valueOf(text)));
    return this;
  }

  /** A whole element with text in it. */
  Html element(String name, Object text) {
    return tag("<" + name + ">").text(text).tag("</" + name + ">");
  }

  /** The head of a table whose rows have cells with these names. */
  Html table(String... columns) {
    tag("<table><thead><tr>");
    for (String column : columns) {
      element("th", column);
    }
    return tag("</tr></thead><tbody>");
  }

  Html endTable() {
    return tag("</tbody></table>");
  }

  /**
   * A cell; it names its column itself, because on a phone a row is a card.
   *
   * @param text anything, or an {@link Html} with tags of our own
   */
  Html cell(String column, Object text) {
    tag("<td data-column=\"" + escape(column) + "\">");
    return (text instanceof Html html ? tag(html.fragment()) : text(text)).tag("</td>");
  }

  /** A time in UTC, to the millisecond. */
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** A link; the address may come from anywhere but must start with a slash. */
  Html link(String address, Object text) {
    if (!address.startsWith("/")) {
      throw new IllegalArgumentException("only addresses of this site");
    }
    return tag("<a href=\"" + escape(address) + "\">").text(text).tag("</a>");
  }

  /** What has been written, to go into other HTML. */
  String fragment() {
    return out.toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
