package app.xentri.copilot.document;

import app.xentri.copilot.document.Chapter.Heads;
import app.xentri.copilot.document.Chapter.Line;
import app.xentri.copilot.document.Chapter.Table;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a document as Markdown (GitHub's, for its tables). What somebody typed stays text. */
final class Markdown {

  private static final Pattern MARKS = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~&]");
  private static final Pattern LIST_LIKE = Pattern.compile("(?m)^(\\s*)([-+=]|\\d+[.)])");
  private static final Pattern BREAK = Pattern.compile("\\s*\\R\\s*");

  private final StringBuilder text = new StringBuilder();

  private Markdown() {}

  static String of(BriefDocument document) {
    var markdown = new Markdown();
    markdown.line("# " + escaped(document.title()));
    markdown.line("");
    markdown.line("Universal Brief · " + document.edition());
    document.chapters().forEach(markdown::chapter);
    return markdown.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void chapter(Chapter chapter) {
    line("");
    line("## " + Words.heading(chapter.section()) + (chapter.draft() ? " (draft)" : ""));
    if (chapter.lines().isEmpty() && chapter.tables().isEmpty()) {
      line("");
      line("*Nothing here yet.*");
    }
    chapter.lines().forEach(this::sentence);
    chapter.tables().forEach(this::table);
  }

  private void sentence(Line sentence) {
    line("");
    switch (sentence.kind()) {
      case PLAIN -> line(escaped(sentence.text()));
      case ASSUMED -> line(escaped(sentence.text()) + " *(assumption)*");
      case QUOTE -> line("> " + BREAK.matcher(escaped(sentence.text())).replaceAll("\n> "));
    }
  }

  private void table(Table table) {
    var heads = table.heads() == null ? new Heads(table.caption(), " ") : table.heads();
    line("");
    line("| " + heads.left() + " | " + heads.right() + " |");
    line("| --- | --- |");
    table
        .rows()
        .forEach(
            row -> line("| " + cell(List.of(row.label())) + " | " + cell(row.values()) + " |"));
  }

  private static String cell(List<String> values) {
    return String.join(
        "<br>", values.stream().map(it -> BREAK.matcher(escaped(it)).replaceAll("<br>")).toList());
  }

  /** Marks become characters: nobody's words make a heading, a link or an element. */
  private static String escaped(String typed) {
    var characters = MARKS.matcher(typed).replaceAll("\\\\$0");
    return LIST_LIKE
        .matcher(characters)
        .replaceAll("$1\\\\$2")
        .replaceAll("(?m)\\\\(\\d+)([.)])", "$1\\\\$2");
  }
}
