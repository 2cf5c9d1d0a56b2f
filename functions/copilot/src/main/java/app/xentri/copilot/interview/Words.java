package app.xentri.copilot.interview;

/** Pieces of patterns that several readers share. All of them expect cleaned text. */
final class Words {
  /** A word that starts with a capital and is not a pronoun at the start of a clause. */
  static final String CAPITAL =
      "(?!(?:I|I'm|I've|I'd|I'll|We|We're|We've|It|It's|My|Our|They|He|She|You|This|That|So|And|But|Or|No|Yes|If|When|Mostly|Mainly|Just|Also|For|From|Open|Since)\\b)\\p{Lu}[\\p{L}\\p{N}]*(?:['&.\\-][\\p{L}\\p{N}]+)*";

  /**
   * Behind what is read up to a length: the limit may fall into a word, which is then left out.
   * Between an apostrophe or a mark and its letters no word ends.
   */
  static final String WHOLE = "(?![\\p{L}\\p{N}\\p{M}]|(?<=[\\p{L}\\p{N}])['’][\\p{L}\\p{N}])";

  /**
   * Where a name that contains "and" may end, so that "Salt and Straw" is one and "Tom and Ann do
   * …" is not.
   */
  private static final String END =
      "(?=\\s*(?:[.,;!?()\"”]|$)|\\s+(?:in|is|since|based|for|near|from|we)\\b)";

  /** A run of capitalised words: "Harbour Street Bakery", "Cakes by Anna", "Salt and Straw". */
  static final String NAME =
      "(?:\\d{1,3}(?:st|nd|rd|th)?\\s+)?"
          + CAPITAL
          + "(?:\\s+(?:(?:&|\\+|of|the|de|du|da|la|le|by)\\s+){0,2}(?:"
          + CAPITAL
          + "|\\d{1,4}(?![\\p{N}:%])))*"
          + "(?:\\s+(?:and|&)\\s+"
          + CAPITAL
          + "(?:\\s+"
          + CAPITAL
          + ")*"
          + END
          + ")?";

  static final String NUMBER =
      "(?:\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|a dozen|a couple of|several|a few)";

  static final String DAY =
      "(?:mon(?:day)?s?|tue(?:s|sday)?s?|wed(?:nesday)?s?|thu(?:r|rs|rsday)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?)";

  static final String MONTH =
      "(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|christmas|easter)";

  /** What a business may be called by its kind. */
  static final String BUSINESS =
      "(?:business|company|shop|store|studio|practice|clinic|surgery|salon|bakery|caf[eé]|restaurant|agency|firm|brand|school|gym|workshop|garage|office|consultancy|bar|pub|hotel|nursery|farm|barbershop)";

  private Words() {}
}
