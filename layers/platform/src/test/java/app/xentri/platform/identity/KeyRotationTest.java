package app.xentri.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import app.xentri.platform.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KeyRotationTest {

  private static final String NEW = "ins_three";

  /** How long the provider may take for an answer, less a little. */
  private static final int GIVEN_UP_MS = 900;

  @AutoClose private Door door = new Door();
  private TokenForge forge = door.forge();
  private int madeUp;

  /** A token that is good if its key is published under this id. */
  private String token(String keyId) {
    return forge.sign(TokenForge.header().put("kid", keyId), forge.claims(2));
  }

  private int status(String keyId) {
    return Door.status(door.bearer(token(keyId)));
  }

  /** From now on the key has another id. */
  private void rotate() {
    door.publish(forge.jwks().replace(TokenForge.KID, NEW));
  }

  @Test
  void aNewKeyIsFoundAtOnce() {
    assertEquals(200, status(TokenForge.KID));
    rotate();
    assertEquals(200, status(NEW));
    assertEquals(2, door.fetches());
    door.publish(forge.jwks().replace(TokenForge.KID, "ins_four"));
    assertEquals(200, status("ins_four"), "and so is the next one");
  }

  @Test
  void madeUpIdsCauseAFetchEveryFiveSecondsThenOneAMinute() {
    assertEquals(200, status(TokenForge.KID));
    flood();
    assertEquals(2, door.fetches());
    for (int second = 0; second < 600; second++) {
      door.wait(Duration.ofSeconds(1));
      flood();
    }
    assertTrue(door.fetches() >= 12, "" + door.fetches());
    int renewals = 10;
    assertTrue(door.fetches() <= 1 + 12 + 10 + renewals, "" + door.fetches());
  }

  /** Tokens that nobody signed, each with a key id of its own. */
  private void flood() {
    for (int i = 0; i < 3; i++) {
      JsonNode header = TokenForge.header().put("kid", "made_up_" + madeUp++);
      String unsigned = TokenForge.unsigned(header, Json.write(forge.claims(2)));
      assertEquals(401, Door.status(door.bearer(unsigned + ".AAAA")));
    }
  }

  @Test
  void aFloodOfMadeUpIdsHoldsUpANewKeyForFiveSecondsAtMost() {
    assertEquals(200, status(TokenForge.KID));
    flood();
    rotate();
    door.wait(Duration.ofSeconds(5));
    assertEquals(200, status(NEW));
  }

  @Test
  void whoComesAtTheSameTimeSharesOneFetch() throws Exception {
    // A provider that says nothing for so long is given up on; then there was no such moment.
    for (int attempt = 0; attempt < 50; attempt++) {
      if (sharedOneFetch()) {
        return;
      }
      door.close();
      door = new Door();
      forge = door.forge();
    }
    fail("this machine is too slow");
  }

  /** False if this machine was too slow to say. */
  private boolean sharedOneFetch() throws Exception {
    assertEquals(200, status(TokenForge.KID));
    long began = System.nanoTime();
    rotate();
    String token = token(NEW);
    door.fallSilent();
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        waiting.add(threads.submit(() -> Door.status(door.bearer(token))));
      }
      door.awaitFetches(2);
      door.speak();
      for (var one : waiting) {
        statuses.add(one.get());
      }
    }
    if (Duration.ofNanos(System.nanoTime() - began).toMillis() > GIVEN_UP_MS) {
      return false;
    }
    assertEquals(Collections.nCopies(20, 200), statuses);
    assertEquals(2, door.fetches());
    return true;
  }

  @Test
  void aWithdrawnKeyIsForgottenWithTheTokensThatItHasSigned() {
    String token = token(TokenForge.KID);
    assertEquals(200, Door.status(door.bearer(token)));
    rotate();
    assertEquals(200, status(NEW));
    assertEquals(401, Door.status(door.bearer(token)));
  }

  @Test
  void aWithdrawnKeyIsForgottenWithinAMinuteThoughNobodyComesWithAnother() {
    String token = forge.sign(TokenForge.header(), lasting());
    assertEquals(200, Door.status(door.bearer(token)));
    rotate();
    door.wait(Duration.ofMinutes(1));
    // The first to find the keys old does not wait for newer ones.
    while (Door.status(door.bearer(token)) != 401) {
      Thread.onSpinWait();
    }
    assertTrue(door.fetches() <= 3, "" + door.fetches());
  }

  @Test
  void keysThatAreTenMinutesOldAreNotUsedBeforeTheProviderWasAsked() {
    String token = forge.sign(TokenForge.header(), lasting());
    assertEquals(200, Door.status(door.bearer(token)));
    rotate();
    door.wait(Duration.ofMinutes(10));
    assertEquals(401, Door.status(door.bearer(token)));
  }

  private JsonNode lasting() {
    var claims = forge.claims(2);
    return claims.put("exp", claims.path("iat").asLong() + 3600);
  }

  @Test
  void aKeyThatWasReplacedUnderItsIdTakesItsTokensAlong() {
    String token = token(TokenForge.KID);
    assertEquals(200, Door.status(door.bearer(token)));
    // The two published keys change places.
    door.publish(
        forge
            .jwks()
            .replace(TokenForge.KID, "swap")
            .replace(TokenForge.OTHER_KID, TokenForge.KID)
            .replace("swap", TokenForge.OTHER_KID));
    assertEquals(401, status("unknown"));
    assertEquals(401, Door.status(door.bearer(token)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"keys\": \"none\"}",
        "null",
        "[]",
        "",
        "<html>",
        "{}",
        "{\"keys\":[1]}",
        "{\"keys\":[null]}",
        "{\"keys\":[{}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"ins_one\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"ins_one\",\"n\":\"\",\"e\":\"\"}]}"
      })
  void aProviderThatSaysNothingUsefulKeepsTheKeysThatWeHave(String nonsense) {
    assertEquals(200, status(TokenForge.KID));
    door.publish(nonsense);
    assertEquals(503, status("unknown"));
    assertEquals(200, status(TokenForge.KID));
    door.publish(forge.jwks());
    door.wait(Duration.ofSeconds(5));
    assertEquals(401, status("unknown"));
  }

  @Test
  void whileTheProviderIsDownNobodyIsToldThatTheirTokenIsBad() {
    door.answer(500);
    JsonNode reply = door.bearer(token(TokenForge.KID));
    assertEquals(503, Door.status(reply));
    assertEquals("identity_unavailable", Door.code(reply));
    assertEquals("5", reply.path("headers").path("retry-after").asString());
    assertEquals(503, Door.status(door.cookies("__Host-xentri_session=" + token(TokenForge.KID))));
    assertEquals(1, door.fetches(), "it is left alone for a while");
    assertEquals(401, Door.status(door.bearer("garbage")), "that needs no key");

    door.answer(200);
    door.wait(Duration.ofSeconds(5));
    assertEquals(200, status(TokenForge.KID));
    door.answer(500);
    door.wait(Duration.ofMinutes(20));
    assertEquals(200, status(TokenForge.KID), "the keys that we have still hold");
    assertEquals(503, status("unknown"));
  }

  @Test
  void aSilentProviderIsGivenUpOnInTime() {
    door.fallSilent();
    // What else this machine does can only add to it.
    long took = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 10 && took >= 3_000; attempt++) {
      long began = System.nanoTime();
      assertEquals(503, status(TokenForge.KID));
      took = Duration.ofNanos(System.nanoTime() - began).toMillis();
      door.wait(Duration.ofSeconds(5));
    }
    assertTrue(took < 3_000, took + " ms");
    door.speak();
    door.wait(Duration.ofSeconds(5));
    assertEquals(200, status(TokenForge.KID));
  }

  @Test
  void aCookieThatNobodyCanJudgeDoesNotStandInTheWayOfAGoodOne() {
    assertEquals(200, status(TokenForge.KID));
    door.answer(500);
    String unknown = token("unknown");
    String cookies =
        "__Host-xentri_session=%s; __Host-xentri_session=%s"
            .formatted(unknown, token(TokenForge.KID));
    assertEquals(200, Door.status(door.cookies(cookies)));
    assertEquals(503, Door.status(door.cookies("__Host-xentri_session=" + unknown)));
  }

  @Test
  void aTokenOfTheStrangestKeyIdIsJustBad() {
    assertEquals(200, status(TokenForge.KID));
    for (String keyId : List.of("", " ", "\u0000", "x".repeat(4000), "../jwks")) {
      JsonNode header = Json.object().put("alg", "RS256").put("kid", keyId);
      assertEquals(401, Door.status(door.bearer(forge.sign(header, forge.claims(2)))), keyId);
    }
  }
}
