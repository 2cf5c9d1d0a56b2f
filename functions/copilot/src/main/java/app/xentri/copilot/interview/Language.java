package app.xentri.copilot.interview;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether an answer is in English. Other languages are kept as they were written. */
final class Language {
  private static final Set<String> ENGLISH =
      words(
          "the and we i is are my our for with of to in it i'm we're they have do you but most mostly from at on that just do per no");

  /**
   * Small words of the languages most often met; a word that two of them share counts once. None
   * that English uses as well, as "per" or "no".
   */
  private static final Set<String> OTHER =
      words(
          "el los las un una unos unas y en de del se llama al su con que nosotros somos mis nuestros tengo tenemos hacemos muy desde también más hasta por clientes es yo mi "
              + "le les une des pour avec je nous suis sommes notre et est dans depuis chez mes qui du sur "
              + "der die das und ich wir für mit ein eine bin sind unsere seit ist auch von haben zu "
              + "o os um uma com nós são meus nossos fazemos não em na do da "
              + "il lo gli della siamo sono nostri facciamo abbiamo di che "
              + "het een wij voor met van zijn ik onze jestem jesteśmy dla nasze się");

  private Language() {}

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
  }

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
