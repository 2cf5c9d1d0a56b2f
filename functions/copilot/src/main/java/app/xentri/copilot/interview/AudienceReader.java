package app.xentri.copilot.interview;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds who the customers are, and what brings them. */
final class AudienceReader {
  /** Words for people and organisations that buy. Only their plural stands for a group. */
  static final String PEOPLE =
      "homeowners?|house\\s?owners|landlords|landladies|tenants|families|kids|children|toddlers|babies|teenagers|teens|parents|mums|moms|mothers|dads|fathers|grandparents|professionals|students|pupils|beginners|startups|start-ups|founders|entrepreneurs|freelancers|businesses|companies|firms|shops|restaurants|caf[eé]s|hotels|pubs|bars|offices|schools|charities|nonprofits|non-profits|brands|agencies|brides|couples|women|men|adults|seniors|pensioners|elderly|retirees|patients|locals|tourists|visitors|commuters|neighbou?rs|regulars|workers|athletes|runners|dancers|builders|developers|architects|authors|artists|musicians|teachers|nurses|managers|executives|letting agents|estate agents|property managers|contractors|farmers|drivers|pet owners|dog owners|car owners|owners|clients|customers|residents|newcomers|expats|tradespeople|tradesmen|sole traders|publishers|studios|clinics|salons|gyms|freelance \\w+s|people";

  private static final String ADJECTIVES =
      "(?:(?!(?:for|the|my|our|and|or|of|in|with|a|an|to|are|is|we|i|they|who|that|their|your|mostly|mainly|usually|mix|some|see|do|get|have|want|need|call)\\b)[\\p{L}'’-]+\\s+){0,2}";

  private static final Pattern UNPROMPTED =
      Pattern.compile(
          "(?iuU:\\b(?:for|serve|serving|helps?|helping|see|treat|work with|working with|sell to|selling to|teach|teaching|(?:our |my )?(?:customers|clients|patients|students|buyers) are|aimed at|mostly|mainly)\\s+(?:mostly\\s+|mainly\\s+|usually\\s+|largely\\s+|often\\s+|the\\s+|other\\s+|all\\s+sorts\\s+of\\s+|a mix of\\s+)*(?<who>"
              + ADJECTIVES
              + "(?:"
              + PEOPLE
              + ")\\b(?:(?:\\s*,\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|&)\\s+)"
              + ADJECTIVES
              + "(?:"
              + PEOPLE
              + ")\\b)*))");

  /** "Homeowners and landlords in Leeds": the groups a sentence begins with, if no verb follows. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "^(?iuU:(?:mostly|mainly|usually|ideally|probably)?\\s*(?<who>"
              + ADJECTIVES
              + "(?:"
              + PEOPLE
              + ")\\b(?:(?:\\s*,\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|&)\\s+)"
              + ADJECTIVES
              + "(?:"
              + PEOPLE
              + ")\\b)*)(?=\\s*(?:[.,;!]|$)|\\s+(?:in|who|with|around|near|from|mostly|mainly)\\b))");

  /** "For customers" and "people" say nothing about who they are. */
  private static final Pattern NOBODY =
      Pattern.compile(
          "(?iuU:(?:(?:our|my|new|more|many|other|the|most|all|some|happy|existing|these|few|regular)\\s+)*(?:people|customers|clients|patients|owners|students|visitors))");

  private static final Pattern NEED_CUE =
      Pattern.compile(
          "(?iuU:\\b(?:they|people|customers|clients|patients|students|parents|folks|most)\\s+(?:usually\\s+|often\\s+|mostly\\s+|normally\\s+|always\\s+|typically\\s+)?(?:call|ring|phone|contact|find|come to|get in touch|need|struggle|worry|are tired of|are looking for|look for)\\b.*)");

  private static final Pattern LEAD_IN =
      Pattern.compile(
          "^(?iuU:(?:(?:probably|mostly|mainly|usually|generally|typically|often|ideally|anyone|someone|my|our|the|ideal|best|favourite|favorite|typical|(?:customers?|clients?|patients?|students?)(?=\\s+(?:is|are|would|include|tend)\\b)|is|are|would be|include|we serve|i serve|we work with|i work with|we help|i help|for|a mix of|i'd say|i would say|like|they're|they are|it's|people like|all sorts of)\\s+)+)");

  private static final Pattern CUT =
      Pattern.compile(
          "\\s(?iuU:who|that|which|on|in|around|near|from|with|because|when|looking|needing|wanting|living|within|under|over|aged|between|too|as well|really|mostly|mainly|usually)\\b.*$|[.;:(!?].*$");

  private static final Pattern LIST =
      Pattern.compile("(?iuU:\\s*,\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|&|plus)\\s+|\\s*/\\s*)");
  private static final Pattern TALK =
      Pattern.compile(
          "(?iuU:\\b(?:i|we|it|they|you|he|she|them|this|there|was|were|do|does|don't|not|no|depends|everyone|everybody|anyone|anybody|want|wants|call|calls)\\b|\\d)");

  /** In the answer to who they are, students and visitors are a group of their own. */
  private static final Pattern NOBODY_ASKED_FOR =
      Pattern.compile(
          "(?iuU:(?:(?:our|my|the|most|all|some)\\s+)*(?:people|customers|clients|ones))");

  private static final Pattern VAGUE_NUMBER =
      Pattern.compile("^(?iuU:(?:a few|a couple of|an?|the|some|few|several|also)\\s+)+");

  private static final Pattern DETERMINER =
      Pattern.compile("^(?iuU:(?:some|several|also|" + Words.NUMBER + ")\\s)");

  private static final Pattern COMMAS = Pattern.compile("(?iuU:\\s*[,/]\\s*(?:(?:and|or)\\s+)?)");

  /** "People with a leak" are not called "with a leak". */
  private static final Pattern NO_GROUP =
      Pattern.compile(
          "(?iuU:(?:with|without|about|their|his|her|who|that|because|when|if|in|on|at|from|near|around|for|of|and|or|to)\\b.*)");

  private AudienceReader() {}

  static List<Finding> read(String sentence) {
    var findings = new ArrayList<Finding>();
    var beginning = BEGINNING.matcher(sentence);
    if (beginning.find()) {
      add(findings, beginning.group("who"), beginning.start("who"), beginning.end("who"));
    }
    var matcher = UNPROMPTED.matcher(sentence);
    while (matcher.find()) {
      var start = matcher.start("who");
      var lead = Sentences.lower(sentence.substring(matcher.start(), start));
      var from = lead.startsWith("for") || lead.startsWith("m") ? matcher.start() : start;
      add(findings, matcher.group("who"), from, matcher.end("who"));
    }
    var need = NEED_CUE.matcher(sentence);
    if (need.find()) {
      findings.add(
          Finding.of(
              Fact.NEED,
              sentence.substring(need.start(), need.end()).replaceAll("[.!]+$", ""),
              need.start(),
              need.end()));
    }
    return findings;
  }

  private static void add(List<Finding> findings, String groups, int start, int end) {
    for (var who : LIST.split(groups, -1)) {
      var known = findings.stream().anyMatch(finding -> finding.value().equalsIgnoreCase(who));
      if (!known && !NOBODY.matcher(who).matches()) {
        findings.add(Finding.of(Fact.WHO, who, start, end));
      }
    }
  }

  /** The groups in an answer to "Who is your ideal customer?"; none when it is told as a story. */
  static List<Finding> prompted(String sentence) {
    var bare = Sentences.bare(sentence);
    return Arrays.stream(COMMAS.split(LEAD_IN.matcher(bare).replaceFirst(""), -1))
        .flatMap(AudienceReader::groups)
        .filter(who -> who.length() > 2 && Sentences.words(who) <= 4 && Sentences.hasWords(who))
        .filter(who -> !TALK.matcher(who).find() && !NOBODY_ASKED_FOR.matcher(who).matches())
        .filter(sentence::contains)
        .map(
            who ->
                Finding.of(
                    Fact.WHO, who, sentence.indexOf(who), sentence.indexOf(who) + who.length()))
        .toList();
  }

  /**
   * "Beginners and runners" are two. What follows "people with doodles" belongs to those people,
   * unless it begins anew: "… and two cafés".
   */
  private static Stream<String> groups(String part) {
    var groups = new ArrayList<String>();
    var described = false;
    for (var piece : LIST.split(part, -1)) {
      if (described && !DETERMINER.matcher(piece).lookingAt()) {
        break;
      }
      var who = CUT.matcher(piece).replaceFirst("").strip();
      who = LEAD_IN.matcher(who + " ").replaceFirst("").strip();
      if (NO_GROUP.matcher(who).matches()) {
        break;
      }
      groups.add(VAGUE_NUMBER.matcher(who).replaceFirst(""));
      described |= CUT.matcher(piece).find();
    }
    return groups.stream();
  }
}
