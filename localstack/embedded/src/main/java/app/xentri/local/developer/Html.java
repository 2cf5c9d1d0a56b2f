package app.xentri.local.developer;

import java.nio.charset.StandardCharsets;

/** Writes HTML. Text is escaped unless it is a tag written here, so nothing can slip through. */
final class Html {
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

  Html cell(Object text) {
    return element("td", text);
  }

  /** A link; the address may come from anywhere but must start with a slash. */
  Html link(String address, Object text) {
    if (!address.startsWith("/")) {
      throw new IllegalArgumentException("only addresses of this site");
    }
    return tag("<a href=\"" + escape(address) + "\">").text(text).tag("</a>");
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
