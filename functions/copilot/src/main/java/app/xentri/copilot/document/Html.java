package app.xentri.copilot.document;

import app.xentri.copilot.document.Chapter.Heads;
import app.xentri.copilot.document.Chapter.Line;
import app.xentri.copilot.document.Chapter.Row;
import app.xentri.copilot.document.Chapter.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Bidi;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Sets a document as XHTML for print: elements, never text with marks in it. */
final class Html {

  private static final Pattern PARAGRAPH = Pattern.compile("\\s*\\R\\s*");

  /** What joins or varies emoji and has no look of its own; the font draws each part by itself. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\x{FE00}-\\x{FE0F}\\x{200D}\\x{1F3FB}-\\x{1F3FF}\\x{E0020}-\\x{E007F}]");

  private final Document xhtml;

  private Html(Document xhtml) {
    this.xhtml = xhtml;
  }

  static Document of(BriefDocument document) {
    var html = new Html(empty());
    var root = html.xhtml.createElement("html");
    html.xhtml.appendChild(root);
    root.setAttribute("lang", "en");
    root.setAttribute("xml:lang", "en");
    html.head(root, document);
    html.body(root, document);
    return html.xhtml;
  }

  private static Document empty() {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Element add(Element to, String name) {
    var element = xhtml.createElement(name);
    to.appendChild(element);
    return element;
  }

  private Element add(Element to, String name, String type) {
    var element = add(to, name);
    element.setAttribute("class", type);
    return element;
  }

  /** No text is no node: one without characters is more than the layout can stand. */
  private void ours(Element to, String text) {
    if (!text.isEmpty()) {
      to.appendChild(xhtml.createTextNode(text));
    }
  }

  /** What somebody typed, in the direction that it is written in, its line breaks kept. */
  private void typed(Element to, String text) {
    var shown = UNSEEN.matcher(text).replaceAll("");
    to.setAttribute("dir", direction(shown));
    var first = true;
    for (var line : PARAGRAPH.split(shown.strip(), -1)) {
      if (!first) {
        add(to, "br");
      }
      ours(to, line);
      first = false;
    }
  }

  private static String direction(String text) {
    return new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight() ? "ltr" : "rtl";
  }

  private void head(Element root, BriefDocument document) {
    var head = add(root, "head");
    ours(add(head, "title"), document.title() + " – Universal Brief");
    meta(head, "description", "Universal Brief, " + document.edition());
    ours(add(head, "style"), style());
    var bookmarks = add(head, "bookmarks");
    for (var chapter : document.chapters()) {
      var bookmark = add(bookmarks, "bookmark");
      bookmark.setAttribute("name", Words.heading(chapter.section()));
      bookmark.setAttribute("href", "#" + chapter.section().wire());
    }
  }

  private void meta(Element head, String name, String content) {
    var meta = add(head, "meta");
    meta.setAttribute("name", name);
    meta.setAttribute("content", content);
  }

  private static String style() {
    try (var css = Objects.requireNonNull(Html.class.getResourceAsStream("document.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void body(Element root, BriefDocument document) {
    var body = add(root, "body");
    var cover = add(body, "div", "cover");
    ours(add(cover, "p", "kind"), "Universal Brief");
    typed(add(cover, "h1"), document.title());
    ours(add(cover, "p", "edition"), document.edition());
    document.chapters().forEach(chapter -> chapter(body, chapter));
  }

  private void chapter(Element body, Chapter chapter) {
    var section = add(body, "div", "chapter");
    var heading = add(section, "h2");
    heading.setAttribute("id", chapter.section().wire());
    ours(heading, Words.heading(chapter.section()));
    if (chapter.draft()) {
      ours(heading, " ");
      ours(add(heading, "span", "draft"), "Draft");
    }
    if (chapter.lines().isEmpty() && chapter.tables().isEmpty()) {
      ours(add(section, "p", "nothing"), "Nothing here yet.");
    }
    chapter.lines().forEach(line -> sentence(section, line));
    chapter.tables().forEach(table -> table(section, table));
  }

  private void sentence(Element section, Line line) {
    switch (line.kind()) {
      case PLAIN -> typed(add(section, "p"), line.text());
      case ASSUMED -> {
        var sentence = add(section, "p");
        typed(add(sentence, "span", "assumed"), line.text());
        ours(sentence, " (assumption)");
      }
      case QUOTE -> typed(add(add(section, "blockquote"), "p"), line.text());
    }
  }

  private void table(Element section, Table table) {
    var element = add(section, "table");
    if (table.heads() instanceof Heads(var left, var right)) {
      var heads = add(add(element, "thead"), "tr");
      head(heads, left, "col");
      head(heads, right, "col");
    }
    var rows = add(element, "tbody");
    table.rows().forEach(row -> row(rows, row));
  }

  private void head(Element row, String text, String scope) {
    var head = add(row, "th");
    head.setAttribute("scope", scope);
    ours(head, text);
  }

  private void row(Element rows, Row row) {
    var element = add(rows, "tr");
    var label = add(element, "th");
    label.setAttribute("scope", "row");
    typed(label, row.label());
    typed(add(element, "td"), String.join("\n", row.values()));
  }
}
