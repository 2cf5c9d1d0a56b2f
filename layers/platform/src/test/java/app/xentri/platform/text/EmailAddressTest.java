package app.xentri.platform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  private static Optional<String> key(String typed) {
    return EmailAddress.of(typed).map(EmailAddress::matchKey);
  }

  @ParameterizedTest
  @CsvSource({
    "Ann@Example.COM, ann@example.com",
    "' ann@example.com ', ann@example.com",
    "ivo@münchen.de, ivo@xn--mnchen-3ya.de",
    "ivo@MÜNCHEN.de, ivo@xn--mnchen-3ya.de",
    "ivo@XN--MNCHEN-3YA.de, ivo@xn--mnchen-3ya.de",
    "ivo@mu\u0308nchen.de, ivo@xn--mnchen-3ya.de",
    "ivo@ｅｘａｍｐｌｅ．com, ivo@example.com",
    "ivo@example。com, ivo@example.com",
    "jose\u0301@example.com, josé@example.com",
    "JOSE\u0301@example.com, josé@example.com",
    "ann@box.internal, ann@box.internal",
    "ann@a.test, ann@a.test",
    "ann@a.home.arpa, ann@a.home.arpa",
    "ann@printer.local, ann@printer.local",
    "ann@x.onion, ann@x.onion",
    "ann@localhost, ann@localhost",
    "a.b+c@example.example, a.b+c@example.example",
    "ann@xn--strae-oqa.de, ann@xn--strae-oqa.de"
  })
  void spellingsOfOneAddressHaveOneKey(String typed, String expected) {
    assertEquals(Optional.of(expected), key(typed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "@example.com",
        "ann@",
        "ann@example",
        "ann@example.com.",
        "ann@.example.com",
        "ann@exa mple.com",
        "a b@example.com",
        "a@b@example.com",
        "\"ann\"@example.com",
        "ann@[127.0.0.1]",
        "ann@127.0.0.1",
        ".ann@example.com",
        "an..n@example.com",
        "z\u200bed@example.com",
        "z\u00aded@example.com",
        "zed\u2060@example.com",
        "zed@exam\u200bple.com",
        "zed@exam\u00adple.com",
        "zed@exam\u200dple.com",
        "zed\u0000@example.com",
        "zed\u202e@example.com",
        "zed\u3164@example.com",
        "zed\ud83d@example.com",
        "zed@\ud83d.com",
        "zed\ufffd@example.com",
        "ann@-example.com",
        "ann@exa_mple.com",
        "ann@straße.de",
        "ann<b>@example.com",
        "ann@example.com\nbcc: eve@example.com"
      })
  void whatIsNoAddressIsNone(String typed) {
    assertEquals(Optional.empty(), EmailAddress.of(typed));
  }

  @Test
  void longerThanMailServersTakeIsNone() {
    assertTrue(EmailAddress.of("a".repeat(64) + "@example.com").isPresent());
    assertFalse(EmailAddress.of("a".repeat(65) + "@example.com").isPresent());
    assertFalse(EmailAddress.of("é".repeat(33) + "@example.com").isPresent());
    assertFalse(EmailAddress.of("a@" + "b".repeat(64) + ".com").isPresent());
    assertFalse(EmailAddress.of("a@" + "bcd.".repeat(64) + "com").isPresent());
  }

  @Test
  void differentPeopleKeepDifferentKeys() {
    assertNotEquals(key("ann@example.com"), key("an.n@example.com"));
    assertNotEquals(key("jose@example.com"), key("josé@example.com"));
    assertNotEquals(key("ann@strasse.de"), key("ann@xn--strae-oqa.de"));
  }

  @Test
  void aLogDoesNotShowIt() {
    assertFalse(EmailAddress.of("ann@example.com").orElseThrow().toString().contains("ann"));
  }
}
