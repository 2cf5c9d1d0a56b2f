package asl.engine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Names one attempt of one task to whoever may end it.
 *
 * @param execution whose task it is
 * @param call of the attempt; random, so that a token cannot be guessed
 */
record Token(long execution, String call) {

  private static final String MARK = "t1:";

  static Optional<Token> parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.substring(Math.min(MARK.length(), plain.length())).split(":", -1);
      return plain.startsWith(MARK) && parts.length == 2
          ? Optional.of(new Token(Long.parseLong(parts[0]), parts[1]))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String text() {
    String plain = MARK + execution + ":" + call;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
