package app.xentri.platform.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownTagsTest {

  private static final String TAG = "\"abc.1\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        " * ",
        "\"abc.1\"",
        "W/\"abc.1\"",
        "\"x\", \"abc.1\"",
        "\"x\" ,\t\"abc.1\",\"y\"",
        "W/\"a,b\",W/\"abc.1\"",
        ", \"abc.1\" ,",
        "\"\", \"abc.1\"",
      })
  void aTagInTheListIsKnown(String header) {
    assertTrue(KnownTags.of(header).have(TAG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"abc.2\"",
        "\"xabc.1\"",
        "\"abc.1x\"",
        "abc.1",
        "\"abc.1",
        "w/\"abc.1\"",
        "\"x\" \"abc.1\"",
        "\"abc.1\" x",
        "x, \"abc.1\"",
        "\"a\"abc.1\"",
        "\"x,\"abc.1\",y\"",
        "*, \"abc.1\"",
        "'\"abc.1\"'",
      })
  void whatIsNotInItOrCannotBeReadIsNot(String header) {
    assertFalse(KnownTags.of(header).have(TAG));
  }
}
