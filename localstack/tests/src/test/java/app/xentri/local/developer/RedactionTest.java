package app.xentri.local.developer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RedactionTest {
  private final Redaction redaction = new Redaction(List.of("c0ffee-c0ffee", "c0ffee", "short"));

  @Test
  void aKnownSecretIsHiddenWhereverItStands() {
    assertEquals(
        "jdbc:postgresql://app:[hidden]@127.0.0.1/x",
        redaction.clean("jdbc:postgresql://app:c0ffee-c0ffee@127.0.0.1/x"));
    assertEquals("c0ffee and short stay", redaction.clean("c0ffee and short stay"));
  }

  @Test
  void whatLooksLikeATokenIsHidden() {
    String jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyXzEifQ.c2lnbmF0dXJl_-";
    assertEquals("got [hidden] twice", redaction.clean("got " + jwt + " twice"));
    assertEquals("sent Bearer [hidden]", redaction.clean("sent Bearer 0123456789abcdef"));
    assertEquals("key [hidden].", redaction.clean("key sk_test_abcdefgh1234."));
    assertEquals("[hidden]", redaction.clean("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  }

  @Test
  void aValueNamedAsASecretIsHidden() {
    assertEquals(
        "{\"password\":\"[hidden]\",\"name\":\"Ada\"}",
        redaction.clean("{\"password\":\"tr\\\"ick, y\",\"name\":\"Ada\"}"));
    assertEquals("cookie: [hidden] end", redaction.clean("cookie: __session=abc end"));
    assertEquals("a=1&sign_in_token=[hidden]&b=2", redaction.clean("a=1&sign_in_token=x.y&b=2"));
  }

  @Test
  void everythingElseStaysAsItIs() {
    String line =
        "{\"level\":\"INFO\",\"message\":\"signed in\",\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}";
    assertEquals(line, redaction.clean(line));
    assertEquals("the token was refused", redaction.clean("the token was refused"));
  }
}
