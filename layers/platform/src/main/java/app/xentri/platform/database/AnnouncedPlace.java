package app.xentri.platform.database;

/**
 * An answer's text around the place of an event that {@link Tx#emitLast} has announced, which
 * nobody knows before the commit.
 */
record AnnouncedPlace(String before, String after) {

  /**
   * Stands for the place until then. The first number in an answer that reads like this is replaced
   * by the true one; no place ever gets there.
   */
  static final long UNKNOWN = Long.MAX_VALUE - 24;

  private static final String TEXT = Long.toString(UNKNOWN);

  /**
   * Finds it in an answer.
   *
   * @throws IllegalStateException if the answer does not show the event
   */
  static AnnouncedPlace in(String body) {
    int at = body.indexOf(TEXT);
    if (at < 0) {
      throw new IllegalStateException("the answer does not show the event that was emitted last");
    }
    return new AnnouncedPlace(body.substring(0, at), body.substring(at + TEXT.length()));
  }

  /** The answer's text with the true place. */
  String filledWith(long place) {
    return before + place + after;
  }
}
