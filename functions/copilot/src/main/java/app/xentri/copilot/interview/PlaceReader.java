package app.xentri.copilot.interview;

import static app.xentri.copilot.interview.Words.CAPITAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds places: where the business is, where its customers are, how far it goes. */
final class PlaceReader {
  private static final String DIRECTION =
      "(?iuU:(?:the\\s+)?(?:(?:north|south|east|west|central|downtown|greater|upstate|rural|inner|outer|northern|southern|eastern|western|city of|centre of|center of|heart of|outskirts of|old town of|town of|village of|whole of|north of|south of|east of|west of)\\s+)*)";

  private static final String ONE =
      DIRECTION
          + "(?:[Tt]he\\s+)?"
          + CAPITAL
          + "(?:\\s+(?:(?:upon|on|de|del|da|do|of|la|le|el|am|sur)\\s+)?"
          + CAPITAL
          + ")*";

  private static final Pattern PLACES =
      Pattern.compile(
          "(?<lead>(?iuU:\\b(?:based\\s+in|located\\s+in|in\\s+and\\s+around|all\\s+over|in|around|near|across|throughout|outside|covering|cover|serving)))\\s+(?<place>"
              + ONE
              + "(?:(?:\\s*,\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|&)\\s+)"
              + ONE
              + ")*)(?<tail>(?iuU:\\s+and\\s+(?:the\\s+)?(?:surrounding|nearby|neighbouring|neighboring)\\s+(?:areas?|towns?|villages?)|\\s+(?:area|region|county|district|city centre|town centre)\\b)?)");

  private static final Pattern NO_PLACE =
      Pattern.compile(
          "(?iuU:(?:the\\s+)?(?:"
              + Words.DAY
              + "|"
              + Words.MONTH
              + "|english|french|german|spanish|portuguese|italian|dutch|polish|arabic|chinese|figma|photoshop|illustrator|wordpress|webflow|shopify|excel|invisalign|canva|seo|ux|ui|it|pilates|yoga|vinyasa|nhs|covid|google|instagram|facebook|linkedin|adobe|react|java|python|pvc|ceo|gas safe)\\b.*)");

  /** Where one learned the trade is not where one works. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "(?iuU:\\b(?:trained|studied|learned|learnt|born|grew up|qualified|worked|lived|used to|admitted|licen[sc]ed|registered|certified|member|featured|were|was|been|appeared|listed|mentioned|made|source[ds]?|imported|apprenticed)\\b[^.;]{0,30})$");

  private static final Pattern PEOPLE_BEFORE =
      Pattern.compile(
          "(?iuU:\\b(?:"
              + AudienceReader.PEOPLE
              + ")(?:\\s+(?:who|that)?\\s*(?:live|are|living))?\\s*)$");

  private static final Pattern GOING =
      Pattern.compile(
          "(?iuU:\\b(?:cover|covering|travel|travelling|serve|serving|deliver|delivering|deliver to|go to|go|drive|area|work|working|jobs|miles|km|anywhere|available)\\b[^,;]{0,25})$");

  private static final Pattern REACH =
      Pattern.compile(
          "(?iuU:\\b(?:within\\s+|up to\\s+)?(?:about\\s+)?"
              + Words.NUMBER
              + "[\\s-]*(?:miles?|km|kilomet(?:re|er)s?|minutes?)(?:\\s+(?:radius|drive|away|around|of|from|out)\\b(?:\\s+"
              + ONE
              + ")?)?|\\b(?:online|remotely|fully remote|worldwide|nationwide|anywhere in the world|from home)\\b)");

  private static final Pattern REACH_WITHOUT_A_DOUBT =
      Pattern.compile(
          "(?iuU:.*(?:miles?|km|kilomet|radius|remote|worldwide|nationwide|anywhere|from home).*)");

  private static final Pattern ANSWER_LEAD =
      Pattern.compile(
          "^(?iuU:(?:(?:we|i)(?:'re|'m| are| am)?\\s+)?(?:(?:only|mostly|mainly|just|usually)\\s+)?(?:based|located|work|cover|travel|serve|go|operate|deliver)?\\s*(?:to|in and around|in|around|near|across|from(?!\\s+home))?\\s+)");

  private PlaceReader() {}

  static List<Finding> read(String sentence) {
    var findings = new ArrayList<Finding>();
    var matcher = PLACES.matcher(sentence);
    while (matcher.find()) {
      var place = matcher.group("place").strip();
      var before = sentence.substring(0, matcher.start());
      if (!NO_PLACE.matcher(place).matches() && !ELSEWHERE.matcher(before).find()) {
        var value = (place + matcher.group("tail")).strip();
        var fact = kindOf(before, matcher.group("lead"));
        findings.add(Finding.of(fact, value, matcher.start(), matcher.end()));
      }
    }
    reach(sentence).ifPresent(findings::add);
    return findings;
  }

  private static Fact kindOf(String before, String lead) {
    var preposition = Sentences.lower(lead);
    if (preposition.startsWith("cover") || preposition.startsWith("serving")) {
      return Fact.AREA;
    }
    if (PEOPLE_BEFORE.matcher(before).find()) {
      return Fact.WHERE;
    }
    var home = before.endsWith("from home ");
    return GOING.matcher(before).find() && !preposition.startsWith("based") && !home
        ? Fact.AREA
        : Fact.PLACE;
  }

  private static Optional<Finding> reach(String sentence) {
    var matcher = REACH.matcher(sentence);
    while (matcher.find()) {
      var value = matcher.group().strip();
      if (REACH_WITHOUT_A_DOUBT.matcher(value).matches()) {
        return Optional.of(Finding.of(Fact.AREA, value, matcher.start(), matcher.end()));
      }
    }
    return Optional.empty();
  }

  /** The area in an answer to "Where do you work, and how far do you go?". */
  static Optional<Finding> prompted(String sentence) {
    var bare = Sentences.bare(sentence);
    var lead = ANSWER_LEAD.matcher(bare);
    var value = lead.lookingAt() && lead.end() < bare.length() ? bare.substring(lead.end()) : bare;
    value = value.replaceAll("[.!]+$", "").strip();
    if (value.isEmpty() || Sentences.words(value) > 14 || !Sentences.hasWords(value)) {
      return Optional.empty();
    }
    var start = Math.max(sentence.indexOf(value), 0);
    return Optional.of(Finding.of(Fact.AREA, value, start, start + value.length()));
  }
}
