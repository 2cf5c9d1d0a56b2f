package app.xentri.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.identity.RememberedTokens.Signed;
import com.nimbusds.jwt.JWTClaimsSet;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RememberedTokensTest {

  @AutoClose private final Door door = new Door();
  private final TokenForge forge = door.forge();

  private int status(String token) {
    return Door.status(door.bearer(token));
  }

  private String good() {
    return forge.sign(TokenForge.header(), forge.claims(2));
  }

  @Test
  void whatWasAcceptedOnceIsAcceptedAgainAndWhatWasRefusedIsRefusedAgain() {
    String good = good();
    String bad =
        forge.sign(
            TokenForge.header(), Json.write(forge.claims(2)), forge.unpublished, "SHA256withRSA");
    for (int i = 0; i < 3; i++) {
      assertEquals(200, status(good));
      assertEquals(401, status(bad));
    }
  }

  @Test
  void theSamePayloadUnderAnotherSignatureIsAnotherToken() {
    String good = good();
    assertEquals(200, status(good));
    String signed = good.substring(0, good.lastIndexOf('.') + 1);
    byte[] signature = Base64.getUrlDecoder().decode(good.substring(signed.length()));
    for (int at = 0; at < signature.length; at += 51) {
      byte[] bent = signature.clone();
      bent[at] ^= 1;
      assertEquals(401, status(signed + TokenForge.encode(bent)));
    }
    assertEquals(401, status(signed));
    assertEquals(401, status(signed + "A"));
    String[] parts = good.split("\\.", -1);
    String other = TokenForge.encode(Json.writeBytes(forge.claims(2).put("sub", "user_other")));
    assertEquals(401, status(parts[0] + "." + other + "." + parts[2]));
    assertEquals(200, status(good));
  }

  @Test
  void anEndIsAnEndForWhatIsRememberedToo() {
    String good = good();
    assertEquals(200, status(good));
    door.wait(Duration.ofSeconds(64));
    assertEquals(200, status(good));
    door.wait(Duration.ofSeconds(1));
    assertEquals(401, status(good));
  }

  @Test
  void aClockThatIsSetBackFindsTheTokenTooYoungAgain() {
    String good = good();
    assertEquals(200, status(good));
    door.wait(Duration.ofSeconds(-6));
    assertEquals(401, status(good));
    door.wait(Duration.ofSeconds(6));
    assertEquals(200, status(good));
  }

  @Test
  void ofTooManyTheLongestUnusedAreForgotten() {
    var remembered = new RememberedTokens(3);
    var signed =
        new Signed("k", (RSAPublicKey) forge.key.getPublic(), new JWTClaimsSet.Builder().build());
    for (String token : new String[] {"a", "b", "c"}) {
      remembered.remember(token, signed);
    }
    assertTrue(remembered.find("a").isPresent());
    remembered.remember("d", signed);
    assertEquals(3, remembered.size());
    assertTrue(remembered.find("b").isEmpty());
    assertTrue(remembered.find("a").isPresent());
    for (int i = 0; i < 10_000; i++) {
      remembered.remember("token " + i, signed);
    }
    assertEquals(3, remembered.size());
  }

  @Test
  void aTokenIsRecognisedByAllOfIt() {
    String good = good();
    assertEquals(RememberedTokens.digest(good), RememberedTokens.digest(good));
    for (String other :
        new String[] {good + "A", good.substring(1), good.toLowerCase(java.util.Locale.ROOT)}) {
      assertNotEquals(RememberedTokens.digest(good), RememberedTokens.digest(other));
    }
  }
}
