package app.xentri.copilot.interview;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts what was typed into sentences, and tidies one without changing what it says. */
final class Sentences {
  private static final Phrases PHRASES = Phrases.of(Sentences.class);

  /** A sentence that runs on longer than this is cut at a comma, so that a Brief stays readable. */
  private static final int LONGEST = 400;

  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\u200D\\u200C]]+");
  private static final Pattern BULLET = Pattern.compile("(?m)^[ ]*+(?:[-*•–—·]+|\\d{1,2}[.)])\\s+");

  /** After a mark that ends a sentence, unless it is the point of a known short form. */
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "\\n[\\n ]*+|(?<=[。！？])|(?<=[.!?…])(?<!\\b(?i:"
              + PHRASES.any("abbreviation")
              + ")\\.)(?<!\\b[A-Z]\\.)\\s+|(?<=\\b(?i:etc)\\.)\\s+(?=\\p{Lu})");

  private static final Pattern FILLER =
      Pattern.compile(
          "^(?iuU:(?:(?:"
              + PHRASES.any("filler")
              + ")(?:\\s+there)?)(?:\\s*[,.!…–—:-]+\\s*|\\s+(?=\\p{L}|\\d)))");

  private static final Pattern KEEPS_ITS_SO = Pattern.compile("^(?iuU:so (?:far|that|many|much))");
  private static final Pattern LONE_I = Pattern.compile("(?<![\\p{L}\\p{N}'.])i(?=['\\s,.]|$)");
  private static final Pattern EDGES =
      Pattern.compile(
          "^[\\s,;:–—\\-*•·\\p{So}\\p{Sk}\\uFE0F\\u200D]+"
              + "|[\\s,;:–—\\-*•·\\p{So}\\p{Sk}\\uFE0F\\u200D]+$");
  private static final Pattern SYMBOLS =
      Pattern.compile("^[\\s\\p{So}\\p{Sk}\\uFE0F\\u200D]+|[\\s\\p{So}\\p{Sk}\\uFE0F\\u200D]+$");

  private static final Pattern DANGLING =
      Pattern.compile("(?iuU:[\\s,]+(?:" + PHRASES.any("dangling") + "))$");
  private static final Pattern HAS_WORDS = Pattern.compile("[\\p{L}\\p{N}]");

  private Sentences() {}

  /** The text without invisible characters and with plain apostrophes and single spaces. */
  static String clean(String typed) {
    var text = Normalizer.normalize(typed, Normalizer.Form.NFC).replace("\r", "\n");
    text = text.replace('\t', ' ').replace('\u00A0', ' ').replace('’', '\'').replace('ʼ', '\'');
    text = INVISIBLE.matcher(text).replaceAll("");
    text = BULLET.matcher(text).replaceAll("");
    return text.replaceAll("[ \\u2000-\\u200A\\u3000]+", " ").strip();
  }

  /** The sentences of a cleaned text, in order; only those that hold a letter or a digit. */
  static List<String> of(String cleaned) {
    var sentences = new ArrayList<String>();
    for (var part : BOUNDARY.split(cleaned, -1)) {
      var rest = part.strip();
      while (rest.length() > LONGEST) {
        var cut = breakingPoint(rest);
        addIfWords(sentences, rest.substring(0, cut));
        rest = rest.substring(cut).strip();
      }
      addIfWords(sentences, rest);
    }
    return sentences;
  }

  private static void addIfWords(List<String> sentences, String text) {
    if (HAS_WORDS.matcher(text).find()) {
      sentences.add(text.strip());
    }
  }

  private static int breakingPoint(String text) {
    for (var mark : List.of("; ", ", ", " and ", " ")) {
      var at = text.lastIndexOf(mark, LONGEST);
      if (at > LONGEST / 3) {
        return at + (mark.equals(" and ") ? 1 : mark.length());
      }
    }
    // A script without spaces: cut between characters, never inside one.
    return Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }

  /** A sentence ready for the Brief, or empty text when nothing but filler was said. */
  static String tidy(String sentence) {
    var text = bare(sentence);
    if (!HAS_WORDS.matcher(text).find()) {
      return "";
    }
    text = LONE_I.matcher(text).replaceAll("I").replaceAll("!{2,}", "!");
    text = capitalised(text);
    var last = text.codePointBefore(text.length());
    return Character.isLetterOrDigit(last) || ")\"”'%€£$+".indexOf(last) >= 0 ? text + "." : text;
  }

  /** The sentence without fillers at its start and loose ends, neither capitalised nor stopped. */
  static String bare(String sentence) {
    var text = EDGES.matcher(sentence).replaceAll("");
    String before;
    do {
      before = text;
      if (!KEEPS_ITS_SO.matcher(text).lookingAt()) {
        text = FILLER.matcher(text).replaceFirst("");
      }
      text = DANGLING.matcher(text).replaceFirst("");
      text = EDGES.matcher(text).replaceAll("");
    } while (!text.equals(before));
    return text;
  }

  /** A value without the emoji around it. */
  static String withoutSymbols(String value) {
    return SYMBOLS.matcher(value).replaceAll("");
  }

  static String capitalised(String text) {
    if (text.isEmpty()) {
      return text;
    }
    var first = text.codePointAt(0);
    var brand = text.length() > 1 && Character.isUpperCase(text.charAt(1));
    return brand
        ? text
        : new StringBuilder()
            .appendCodePoint(Character.toTitleCase(first))
            .append(text, Character.charCount(first), text.length())
            .toString();
  }

  static boolean isQuestion(String sentence) {
    return sentence.endsWith("?") || sentence.endsWith("？");
  }

  static boolean hasWords(String text) {
    return HAS_WORDS.matcher(text).find();
  }

  static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
