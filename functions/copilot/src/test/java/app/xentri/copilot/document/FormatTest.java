package app.xentri.copilot.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.BriefView;
import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.platform.Json;
import app.xentri.testkit.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import tools.jackson.databind.node.ObjectNode;

/** Markdown, JSON and PDF of a Brief. */
class FormatTest {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  @BeforeAll
  static void readWhatTheStandardAsks() {
    VeraGreenfieldFoundryProvider.initialise();
  }

  private static byte[] pdf(Brief brief) {
    return Base64.getDecoder().decode(Format.PDF.file(brief, "Acme").content());
  }

  private static String textOf(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static List<String> missing(List<String> texts, String from) {
    return texts.stream().filter(text -> !from.contains(text)).toList();
  }

  private static String unmarked(String markdown) {
    return markdown.replaceAll("\\\\(\\p{Punct})", "$1");
  }

  /** Left out is only what another sentence of its section says word for word: none here. */
  @Test
  void everyFormatCarriesEveryFact() throws IOException {
    var every = EveryFact.typed(number -> "fact" + number + "x");
    assertTrue(every.texts().size() > 35, "there are as many places as the schemas have");
    assertEquals(
        List.of(), missing(every.texts(), Format.MARKDOWN.file(every.brief(), "Acme").content()));
    assertEquals(
        List.of(), missing(every.texts(), Format.JSON.file(every.brief(), "Acme").content()));
    assertEquals(List.of(), missing(every.texts(), textOf(pdf(every.brief()))));
  }

  @Test
  void jsonIsTheBriefAsTheApiAnswersIt() {
    var brief = EveryFact.typed(number -> "fact" + number + "x").brief();
    assertEquals(
        Json.read(Json.write(BriefView.of(brief))),
        Json.read(Format.JSON.file(brief, "Acme").content()));
  }

  @Test
  void whatSomebodyTypedIsNoMarkdown() {
    var hostile = "# [x](javascript:1) | <b>*a*</b> `b` ~~c~~ &amp; _d_ ";
    var every = EveryFact.typed(number -> number + " " + hostile + number);
    var markdown = Format.MARKDOWN.file(every.brief(), "Acme").content();
    assertEquals(List.of(), missing(every.texts(), unmarked(markdown)));
    var marks = markdown.replaceAll("\\\\\\p{Punct}", "").replace("<br>", "");
    assertFalse(marks.contains("<") || marks.contains("]("), marks);
    for (var line : markdown.lines().filter(it -> it.startsWith("|")).toList()) {
      assertEquals(3, line.replace("\\|", "").chars().filter(it -> it == '|').count(), line);
    }
    for (var start : List.of("- a", "+ a", "1. a", "2) a", "= a", "> a", "# a")) {
      var lines = Format.MARKDOWN.file(goals(start, "plain"), "Acme").content().lines().toList();
      assertTrue(
          lines.stream().anyMatch(it -> it.contains("\\") && unmarked(it).equals(start)),
          start + " in " + lines);
    }
  }

  private static Brief goals(String... texts) {
    return brief("goals", "{}", texts);
  }

  private static Brief brief(String section, String fields, String... texts) {
    var sections = Json.object();
    var content = sections.putObject(section);
    content.set("fields", Json.read(fields));
    var statements = content.putArray("statements");
    for (var i = 0; i < texts.length; i++) {
      statements
          .addObject()
          .put("id", "s" + i)
          .put("text", texts[i])
          .put("source", "owner")
          .putArray("receipts");
    }
    return brief(Json.stored(Json.write(sections), Draft.class));
  }

  private static Brief brief(Draft draft) {
    return new Brief(UUID.randomUUID(), 1, draft, Map.of(), Instant.parse("2026-11-24T23:30:00Z"));
  }

  @Test
  void nothingIsSaidTwice() {
    var brief =
        brief(
            "goals",
            "{\"items\": [\"ten boiler services a week by spring\", \"Hire.\"]}",
            "I want ten boiler services a week by spring.",
            "i want ten boiler services a week by spring",
            "Hire.");
    var markdown = Format.MARKDOWN.file(brief, "Acme").content();
    assertEquals(1, markdown.split("boiler services", -1).length - 1, markdown);
    assertEquals(1, markdown.split("Hire", -1).length - 1, markdown);
  }

  /** What a layout may stumble over: nothing to see, no font for it, one direction in the other. */
  private static final List<String> AWKWARD =
      List.of(
          "\uD83D\uDC4D\uD83C\uDFFD",
          "\uD83C\uDFFD",
          "\uFE0F",
          "\u200D",
          "\u200F",
          "\u202Eabc",
          "\u2067\u0627\u2069",
          "a\u0300\u0301\u0302",
          "\u0301",
          "\uD80C\uDC00",
          "\u0627 12 \u0628 (3)",
          "abc \u0639\u0631\u0628\u064A def",
          "a\n\nb",
          "\u2028x",
          "a\tb",
          "\u00A0x\u00AD",
          "\u6771\u4EAC",
          "x".repeat(2_000),
          "\u0635".repeat(500));

  @Test
  void whateverIsTypedOrLeftOutThereIsAFileOfEachFormat() {
    for (var text : AWKWARD) {
      var brief = everywhere(text);
      for (var format : Format.values()) {
        assertFalse(format.file(brief, text).content().isEmpty(), text);
      }
    }
  }

  /**
   * A sentence, a quote and each kind of fact that is that text; one without a price among them.
   */
  private static Brief everywhere(String text) {
    var value = Json.write(text);
    var sections = Json.object();
    Map.of(
            "identity", "{\"name\":%s,\"place\":%s}",
            "audience", "{\"who\":[%s],\"where\":%s}",
            "offerings", "{\"items\":[{\"name\":\"Cut\"},{\"name\":%s,\"price\":%s}]}",
            "operations", "{\"hours\":%s,\"team\":%s}",
            "goals", "{\"items\":[%s,%s]}")
        .forEach(
            (section, fields) -> {
              var content = sections.putObject(section);
              content.set("fields", Json.read(fields.formatted(value, value)));
              var statements = content.putArray("statements");
              for (var said : List.of(text, text + " " + text, "\u201C" + text + "\u201D")) {
                var id = "s" + statements.size();
                statements.addObject().put("id", id).put("text", said).put("source", "owner");
                ((ObjectNode) statements.get(statements.size() - 1)).putArray("receipts");
              }
            });
    return brief(Json.stored(Json.write(sections), Draft.class));
  }

  @Test
  void aSentenceThatIsNoMoreThanARowStandsInTheTableAlone() {
    var prices =
        brief(
            "offerings",
            "{\"items\": [{\"name\": \"Boiler service\", \"price\": \"£90\"}]}",
            "Boiler service – £90.",
            "We tell the price first.");
    var markdown = Format.MARKDOWN.file(prices, "Acme").content();
    assertEquals(1, occurrences(markdown, "Boiler service"), markdown);
    assertEquals(1, occurrences(markdown, "We tell the price first"), markdown);
    var hours =
        brief(
            "operations",
            "{\"hours\": \"Monday to Saturday, 8 to 18\"}",
            "Monday to Saturday, 8 to 18.");
    markdown = Format.MARKDOWN.file(hours, "Acme").content();
    assertEquals(1, occurrences(markdown, "8 to 18"), markdown);
  }

  @Test
  void aFactOfAFewWordsIsARowAndOneOfMoreASentence() {
    var identity =
        brief(
            "identity",
            "{\"name\": \"Hart Plumbing\", \"what\": \"plumbing for old houses in town\"}",
            "Hart Plumbing",
            "plumbing for old houses in town");
    var markdown = Format.MARKDOWN.file(identity, "Acme").content();
    assertTrue(markdown.contains("\n\nplumbing for old houses in town\n"), markdown);
    assertTrue(markdown.contains("| Name | Hart Plumbing |"), markdown);
    assertEquals(1, occurrences(markdown, "plumbing for old houses"), markdown);
    assertEquals(2, occurrences(markdown, "Hart Plumbing"), "the title, and the row: " + markdown);
    var signs = brief("offerings", "{\"items\": [{\"name\": \"🚿\"}]}", "👍");
    markdown = Format.MARKDOWN.file(signs, "Acme").content();
    assertEquals(1, occurrences(markdown, "👍"), markdown);
    assertEquals(1, occurrences(markdown, "🚿"), markdown);
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void pricesAndHoursAreTablesAndQuotesAreMarkedAsQuotes() {
    var prices =
        brief(
            "offerings",
            "{\"items\": [{\"name\": \"Call-out\", \"price\": \"£60\"}, {\"name\": \"Advice\"}]}");
    var markdown = Format.MARKDOWN.file(prices, "Acme").content();
    assertTrue(
        markdown.contains("| What | Price |\n| --- | --- |\n| Call-out | £60 |\n| Advice |  |"),
        markdown);
    var hours = brief("operations", "{\"hours\": \"Monday to Friday, 8 to 18; Saturday 9-13\"}");
    markdown = Format.MARKDOWN.file(hours, "Acme").content();
    assertTrue(markdown.contains("| Monday to Friday | 8 to 18 |\n| Saturday | 9-13 |"), markdown);
    var vague = brief("operations", "{\"hours\": \"Whenever you call\"}");
    markdown = Format.MARKDOWN.file(vague, "Acme").content();
    assertTrue(markdown.contains("| Hours | Whenever you call |"), markdown);
    var quote = brief("proof", "{}", "“They came\nwithin the hour.”", "Gas Safe registered.");
    markdown = Format.MARKDOWN.file(quote, "Acme").content();
    assertTrue(
        markdown.contains("> “They came\n> within the hour.”\n\nGas Safe registered."), markdown);
  }

  @Test
  void theTitleIsTheBusinessesNameOrTheWorkspaces() {
    assertTrue(
        Format.MARKDOWN
            .file(goals("x"), "Ann's workspace")
            .content()
            .startsWith("# Ann's workspace\n\nUniversal Brief · 24 November 2026 · Version 1\n"));
    var named = brief("identity", "{\"name\": \"Hart & Sons / Plumbing\"}");
    var file = Format.PDF.file(named, "Acme");
    assertEquals("Hart-Sons-Plumbing-brief-v1.pdf", file.filename());
    assertEquals(
        "日本の店-brief-v1.md",
        Format.MARKDOWN.file(brief("identity", "{\"name\": \"日本の店\"}"), "x").filename());
  }

  @Test
  void theHeadingsAreThoseOfTheShell() {
    var shell = Repository.text(Repository.root().resolve("static-shell/src/lib/sections.ts"));
    for (var section : Section.values()) {
      assertTrue(
          shell.contains(
              "name: '%s',\n    label: '%s',".formatted(section.wire(), Words.heading(section))),
          section + " is called otherwise in the shell");
    }
  }

  /** A reader that asks twice must not find that something has changed. */
  @Test
  void eachFormatIsTheSameWheneverItIsAskedFor() throws IOException {
    var brief = mixed();
    for (var format : Format.values()) {
      assertEquals(format.file(brief, "Acme"), format.file(brief, "Acme"), format.wire());
    }
    try (var document = Loader.loadPDF(pdf(brief))) {
      assertEquals(
          brief.updatedAt(), document.getDocumentInformation().getCreationDate().toInstant());
    }
  }

  @Test
  void thePdfKeepsPdfUa() throws Exception {
    var longOne =
        "A long sentence that goes on and on, so that there is more than one page of it. "
            .repeat(12);
    var every = EveryFact.typed(number -> "Fact " + number + ". " + longOne);
    for (var brief : List.of(every.brief(), goals(), mixed())) {
      var pdf = pdf(brief);
      try (var parser =
              Foundries.defaultInstance()
                  .createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFUA_1);
          var validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
        var result = validator.validate(parser);
        assertEquals(
            List.of(),
            result.getTestAssertions().stream()
                .map(
                    it ->
                        it.getRuleId().getClause()
                            + " "
                            + it.getMessage()
                            + " "
                            + it.getLocation().getContext())
                .distinct()
                .toList());
        assertTrue(result.isCompliant());
      }
    }
  }

  private static final List<String> SCRIPTS =
      List.of(
          "日本語の文、東京で。",
          "نحن نصلح القوارب في فيينا بسرعة",
          "Wir tun Gutes: Straße, Łódź, Αθήνα, Москва",
          "Fast 🚿 and clean 🧽 👍🏽 ❤️ 👩‍🔧");

  private static Brief mixed() {
    return brief(
        "proof",
        Json.write(Map.of("items", SCRIPTS)),
        SCRIPTS.getFirst() + " ABC 123 " + SCRIPTS.get(1));
  }

  /** A character that no font has would be drawn as a box or a mark of another one. */
  @Test
  void everyCharacterHasItsGlyph() throws IOException {
    var pdf = pdf(mixed());
    var text = Normalizer.normalize(textOf(pdf), Normalizer.Form.NFKC);
    assertFalse(text.contains("#") || text.contains("\uFFFD"), text);
    for (var script : SCRIPTS) {
      for (var word : SPACE.split(script.replaceAll("[\\x{200D}\\x{FE0F}\\x{1F3FD}]", ""), -1)) {
        var seen = word.codePoints().allMatch(character -> text.indexOf(character) >= 0);
        assertTrue(seen, word + " in " + text);
      }
    }
    try (var document = Loader.loadPDF(pdf)) {
      for (var font : fonts(document)) {
        assertTrue(font.isEmbedded(), font.getName());
        assertFalse(font.isDamaged(), font.getName());
      }
    }
  }

  private static List<PDFont> fonts(PDDocument document) throws IOException {
    var all = new ArrayList<PDFont>();
    for (var page : document.getPages()) {
      for (COSName name : page.getResources().getFontNames()) {
        all.add(page.getResources().getFont(name));
      }
    }
    return all;
  }

  /** For eyes: pdftoppm makes pictures of them. */
  @Test
  void theDocumentsAreThereToBeLookedAt() throws IOException {
    Path folder = Files.createDirectories(Path.of("target/documents"));
    Files.write(folder.resolve("mixed.pdf"), pdf(mixed()));
    Files.write(
        folder.resolve("every-fact.pdf"),
        pdf(EveryFact.typed(number -> "fact" + number + "x").brief()));
    assertEquals(7, Arrays.stream(Section.values()).map(Words::heading).distinct().count());
  }
}
