package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds opening hours, and since when the business exists. */
final class TimeReader {
  private static final Phrases PHRASES = Phrases.of(TimeReader.class);

  private static final String CLOCK =
      "(?:\\d{1,2}(?:[:.h]\\d{2})?\\s?(?:"
          + PHRASES.any("half of the day")
          + ")?|noon|midnight|midday)";
  private static final String HOUR =
      "(?:(?:half|quarter) (?:past|to) )?(?:" + PHRASES.any("hour") + ")";
  private static final String RANGE =
      "(?:\\b"
          + CLOCK
          + "\\s?(?:"
          + PHRASES.any("until")
          + ")\\s?"
          + CLOCK
          + "(?![\\d%£$€])|\\b"
          + HOUR
          + " (?:to|till|til|until) "
          + HOUR
          + "\\b(?! (?:"
          + PHRASES.any("no hours")
          + ")))";
  private static final String DAYS =
      "\\b" + Words.DAY + "(?:\\s?(?:" + PHRASES.any("through") + ")\\s?" + Words.DAY + ")?\\b";

  private static final Pattern PIECE =
      Pattern.compile(
          "(?iuU:"
              + RANGE
              + "|"
              + DAYS
              + "|\\b24/7\\b|\\b24 hours\\b|\\bround the clock\\b"
              + "|\\bby appointment(?: only)?\\b|\\bweekdays\\b|\\bweekends?\\b"
              + "|\\bevery ?day\\b|\\bdaily\\b|\\b(?:"
              + PHRASES.any("days a week")
              + ") days(?: a week)?\\b|\\b(?:early |most )?(?:mornings|afternoons"
              + "|evenings)\\b|\\bafter hours\\b|\\b\\d{1,2}(?::\\d{2})?\\s?(?:am|pm)\\b"
              + "|\\bclosed\\b|\\bfrom \\d{1,2}(?::\\d{2})?\\s?(?:am|pm)"
              + "|\\bfrom \\d{1,2} (?:on|in the)\\b|\\b(?:until|till"
              + "|til) \\d{1,2}(?::\\d{2})?\\s?(?:am|pm)?\\b|\\bappointments?\\b)");

  private static final Pattern BETWEEN =
      Pattern.compile(
          "(?iuU:[\\s,;&+()/–-]*(?:(?:" + PHRASES.any("between") + ")[\\s,;&()-]*){0,4})");

  /** "Sundays in December", "Saturdays only by appointment". */
  private static final Pattern TAIL =
      Pattern.compile(
          "^(?iuU:,?\\s+(?:(?:(?:not |except |only )?(?:in|during|for)|except)\\s+"
              + Words.MONTH
              + "(?:\\s+(?:and|to|till|until)\\s+"
              + Words.MONTH
              + ")?|only\\b))");

  /** "Not on Wednesdays" is no opening time. */
  private static final Pattern CLOSED_BEFORE =
      Pattern.compile("(?iuU:\\b(?:not|never|except|no)(?:\\s+(?:on|in|for))?\\s*)$");

  /** Words before the times in an answer to "When are you open?". */
  private static final Pattern ANSWER_LEAD =
      Pattern.compile(
          "^(?iuU:(?:(?:(?:we|i)(?:'re|'m| are| am)?|it's|the shop is"
              + "|the studio is)\\s+)?(?:usually\\s+|normally\\s+|mostly\\s+)?(?:"
              + PHRASES.any("answer: open")
              + ")?\\s*(?:from\\s+(?!\\d))?)");

  /** An answer longer than this tells more than the hours. */
  private static final int LONGEST_ANSWER = 14;

  private static final Pattern TIMES = Pattern.compile("(?iuU:" + RANGE + ")");

  /** What makes days or a range of numbers opening hours and not something else. */
  private static final Pattern OPENING =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("opening") + ")\\b)");

  private static final Pattern CERTAIN =
      Pattern.compile(
          "(?iuU:.*(?:24/7|24 hours|round the clock|by appointment|\\d\\s?(?:am|pm"
              + "|a\\.m\\.|p\\.m\\.)).*|.*"
              + Words.DAY
              + ".*\\d.*|.*"
              + Words.DAY
              + "\\s?(?:"
              + PHRASES.any("through")
              + ")\\s?"
              + Words.DAY
              + ".*)");

  private static final Pattern YEAR =
      Pattern.compile(
          "(?iuU:\\b(?:since|back in|(?:"
              + PHRASES.any("founded")
              + ")(?: it| this| up| out)?(?: back)? in|est\\.?)\\s+(?:about |around |early "
              + "|late |the year )?(?<year>(?:19|20)\\d{2}s?)\\b)");

  private static final Pattern AGE =
      Pattern.compile(
          "(?iuU:\\b(?<age>(?:about |around |over |almost |nearly |more than |just over |under )?"
              + Words.NUMBER
              + "(?:[\\s-](?:and a half|or so|plus))?\\+?\\s(?:years?|yrs?|months|decades?))\\b)");

  private static final Pattern AGE_AFTER =
      Pattern.compile("^(?iuU:'?\\s*(?:" + PHRASES.any("age: after") + "))");
  private static final Pattern AGE_BEFORE =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("age: before") + ")\\b[^,.;]{0,30})$");
  private static final Pattern NOT_OURS =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("not ours") + ")\\s*)$");

  /** "About 30 a year" is no age; "for a year" is. */
  private static final Pattern FOR_BEFORE = Pattern.compile("(?iuU:\\b(?:for|been)\\s*)$");

  /** The years in somebody else's service are not those of the business. */
  private static final Pattern EMPLOYED =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("employed") + ")\\b[^;]*)$");

  /** "Certified since 2011" dates a certificate, not the business. */
  private static final Pattern CREDENTIAL =
      Pattern.compile("(?iuU:\\b(?:" + PHRASES.any("credential") + ")\\b[^,;]*$)");

  private static final Pattern NOT_OURS_AFTER =
      Pattern.compile("^(?iuU:[\\s-]*(?:" + PHRASES.any("not ours: after") + "))");

  private TimeReader() {}

  static List<Finding> read(String sentence) {
    var findings = new ArrayList<Finding>();
    hours(sentence).filter(found -> isCertain(sentence, found)).ifPresent(findings::add);
    since(sentence).ifPresent(findings::add);
    return findings;
  }

  private static boolean isCertain(String sentence, Finding hours) {
    return CERTAIN.matcher(hours.value()).matches() || OPENING.matcher(sentence).find();
  }

  /** The longest run of days and times in the sentence, as it was written. */
  static Optional<Finding> hours(String sentence) {
    var matcher = PIECE.matcher(sentence);
    Finding best = null;
    var start = -1;
    var end = -1;
    while (matcher.find()) {
      var joined =
          start >= 0 && BETWEEN.matcher(sentence.substring(end, matcher.start())).matches();
      if (!joined && CLOSED_BEFORE.matcher(sentence.substring(0, matcher.start())).find()) {
        continue;
      }
      start = joined ? start : matcher.start();
      end = matcher.end();
      var tail = TAIL.matcher(sentence.substring(end));
      end = tail.lookingAt() ? end + tail.end() : end;
      var run = Finding.of(Fact.HOURS, sentence.substring(start, end), start, end);
      best = best == null || run.length() > best.length() ? run : best;
    }
    return Optional.ofNullable(best)
        .filter(found -> !found.value().matches("(?i:closed|appointments?)"));
  }

  /** The hours in an answer to "When are you open?": all of a short one, for what it excepts. */
  static Optional<Finding> promptedHours(String sentence) {
    var found = hours(sentence);
    var bare = StoryReader.value(sentence);
    var lead = ANSWER_LEAD.matcher(bare);
    var value = lead.lookingAt() ? bare.substring(lead.end()).strip() : bare;
    var start = sentence.indexOf(value);
    return found.isEmpty() || start < 0 || Sentences.words(value) > LONGEST_ANSWER
        ? found
        : Optional.of(Finding.of(Fact.HOURS, value, start, start + value.length()));
  }

  static boolean hasTimes(String hours) {
    return TIMES.matcher(hours).find();
  }

  static boolean onlyTimes(String hours) {
    return TIMES.matcher(hours).matches();
  }

  /** The one range of times among the hours. */
  static Optional<String> times(String hours) {
    var ranges = TIMES.matcher(hours).results().map(found -> found.group().strip()).toList();
    return ranges.size() == 1 ? Optional.of(ranges.getFirst()) : Optional.empty();
  }

  static Optional<Finding> since(String sentence) {
    var year = YEAR.matcher(sentence);
    if (year.find() && !CREDENTIAL.matcher(sentence.substring(0, year.start())).find()) {
      return Optional.of(Finding.of(Fact.SINCE, year.group("year"), year.start(), year.end()));
    }
    var age = AGE.matcher(sentence);
    while (age.find()) {
      var before = sentence.substring(0, age.start());
      var after = sentence.substring(age.end());
      var ours =
          (AGE_AFTER.matcher(after).lookingAt() && !before.isBlank())
              || AGE_BEFORE.matcher(before).find();
      var rate = age.group("age").matches("(?iuU:an?\\s.*)") && !FOR_BEFORE.matcher(before).find();
      if (ours
          && !rate
          && !EMPLOYED.matcher(before).find()
          && !NOT_OURS.matcher(before).find()
          && !NOT_OURS_AFTER.matcher(after).lookingAt()) {
        return Optional.of(Finding.of(Fact.SINCE, age.group("age"), age.start(), age.end()));
      }
    }
    return Optional.empty();
  }

  /** The answer to "How long have you been doing this?": any year or number of years in it. */
  static Optional<Finding> promptedSince(String sentence) {
    var year = Pattern.compile("\\b(?:19|20)\\d{2}\\b").matcher(sentence);
    if (year.find()) {
      return Optional.of(Finding.of(Fact.SINCE, year.group(), year.start(), year.end()));
    }
    var age = AGE.matcher(sentence);
    return age.find()
        ? Optional.of(Finding.of(Fact.SINCE, age.group("age"), age.start(), age.end()))
        : Optional.empty();
  }
}
