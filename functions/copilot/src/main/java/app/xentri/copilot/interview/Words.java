package app.xentri.copilot.interview;

/** Pieces of patterns that several readers share. All of them expect cleaned text. */
final class Words {
  private static final Phrases PHRASES = Phrases.of(Words.class);

  /** A word that starts with a capital and is not a pronoun at the start of a clause. */
  static final String CAPITAL =
      "(?!(?:" + PHRASES.any("pronoun") + ")\\b)\\p{Lu}[\\p{L}\\p{N}]*(?:['&.\\-][\\p{L}\\p{N}]+)*";

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
      "(?=\\s*(?:[.,;!?()\"”]|$)|\\s+(?:" + PHRASES.any("ends a name") + ")\\b)";

  /** A run of capitalised words: "Harbour Street Bakery", "Cakes by Anna", "Salt and Straw". */
  static final String NAME =
      "(?:\\d{1,3}(?:st|nd|rd|th)?\\s+)?"
          + CAPITAL
          + "(?:\\s+(?:(?:"
          + PHRASES.any("within a name")
          + ")\\s+){0,2}(?:"
          + CAPITAL
          + "|\\d{1,4}(?![\\p{N}:%])))*"
          + "(?:\\s+(?:and|&)\\s+"
          + CAPITAL
          + "(?:\\s+"
          + CAPITAL
          + ")*"
          + END
          + ")?";

  static final String NUMBER = "(?:" + PHRASES.any("number") + ")";

  static final String DAY = "(?:" + PHRASES.any("day") + ")";

  static final String MONTH = "(?:" + PHRASES.any("month") + ")";

  /** What a business may be called by its kind. */
  static final String BUSINESS = "(?:" + PHRASES.any("business") + ")";

  private Words() {}
}
