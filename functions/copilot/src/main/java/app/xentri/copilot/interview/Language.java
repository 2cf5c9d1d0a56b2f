package app.xentri.copilot.interview;

import java.util.Arrays;
import java.util.Set;

/** Whether an answer is in English. Other languages are kept as they were written. */
final class Language {
  private static final Phrases PHRASES = Phrases.of(Language.class);

  private static final Set<String> ENGLISH = PHRASES.all("english");

  /**
   * Small words of the languages most often met; a word that two of them share counts once. None
   * that English uses as well, as "per" or "no".
   */
  private static final Set<String> OTHER = PHRASES.all("other");

  private Language() {}

  /**
   * @param noted whether the owner has written in another language before: then one small word of
   *     it tells as much as two
   */
  static boolean isForeign(String text, boolean noted) {
    var letters = text.codePoints().filter(Character::isLetter).count();
    var latin =
        text.codePoints()
            .filter(Character::isLetter)
            .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN)
            .count();
    if (letters > 0 && latin * 2 < letters) {
      return true;
    }
    var words = Sentences.lower(text).split("[^\\p{L}']+", -1);
    var other =
        Arrays.stream(words)
            .filter(word -> OTHER.contains(word) && !ENGLISH.contains(word))
            .count();
    var english = Arrays.stream(words).filter(ENGLISH::contains).count();
    return other >= (noted ? 1 : 2) && other > english;
  }
}
