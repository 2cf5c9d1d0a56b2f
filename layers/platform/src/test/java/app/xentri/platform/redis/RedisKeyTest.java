package app.xentri.platform.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeyTest {

  private static final UUID ORG = UUID.fromString("0190a6a2-5d2c-7c3e-8f4b-2f1d3c4b5a69");

  @Test
  void anOrgsKeyEndsWithTheOrg() {
    assertEquals("leads:list:" + ORG, new OrgKey("leads:list", ORG).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "brief:", "Brief", "brief*", "a b", "leads:0190a6a2"})
  void aKindIsWordsAndColons(String kind) {
    assertThrows(IllegalArgumentException.class, () -> new OrgKey(kind, ORG));
  }

  @Test
  void aCountNamesNobody() {
    String digest = "0a".repeat(32);
    assertEquals("limit:login-email:" + digest, new LimitKey("login-email", digest).text());
    assertThrows(
        IllegalArgumentException.class, () -> new LimitKey("login-email", "ann@example.com"));
    assertThrows(IllegalArgumentException.class, () -> new LimitKey("login email", digest));
  }
}
