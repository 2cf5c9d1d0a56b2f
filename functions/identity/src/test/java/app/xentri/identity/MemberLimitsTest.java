package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.KeyedDigest;
import app.xentri.platform.Refusal;
import app.xentri.platform.limit.Allowance;
import app.xentri.platform.limit.MemberLimits;
import app.xentri.platform.limit.MemberLimits.Call;
import app.xentri.platform.limit.RateLimiter;
import app.xentri.testkit.HandClock;
import app.xentri.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemberLimitsTest {

  private static final Call ANN = new Call("user_ann", "null null");
  private static final Call BOB = new Call("user_bob", "null null");
  private static final UUID ACME = UUID.randomUUID();

  private final HandClock clock = new HandClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final LocalRedis redis = new LocalRedis();

  @AfterEach
  void stop() {
    redis.close();
  }

  private MemberLimits instance(int perPerson, int perOrg) {
    return new MemberLimits(
        new RateLimiter(redis::client, KeyedDigest.of("secret", "test"), clock),
        Allowance.perSecond("calls-per-person", perPerson),
        // Redis forgets by its own clock, so what a test counts must not come free while it runs.
        new Allowance("calls-per-org", 10 * perOrg, Duration.ofSeconds(5)),
        clock);
  }

  private static long admitted(MemberLimits limits, Call call, int times) {
    return IntStream.range(0, times).filter(_ -> limits.admit(call).isEmpty()).count();
  }

  private int keys() {
    return redis.ask("KEYS", "*").size();
  }

  @Test
  void whoeverCallsAsPeopleDoCostsNoQuestionToRedis() {
    MemberLimits limits = instance(50, 500);
    for (int i = 0; i < 100; i++) {
      assertEquals(Optional.empty(), limits.admit(ANN));
      limits.entered(ANN, ACME);
      clock.wait(Duration.ofMillis(250));
    }
    assertEquals(0, keys());
  }

  @Test
  void aFloodIsStoppedWhereItsAllowanceAndOneShareEndAndComesBackIntervalByInterval() {
    MemberLimits limits = instance(20, 1000);
    assertEquals(200 + 20, admitted(limits, ANN, 1000));
    var refusal = (Refusal.TooManyRequests) limits.admit(ANN).orElseThrow();
    assertTrue(refusal.seconds() >= 1);
    assertEquals(Optional.empty(), limits.admit(BOB));
    clock.wait(Duration.ofSeconds(1));
    assertEquals(20, admitted(limits, ANN, 100));
  }

  @Test
  void processesShareAnAllowanceAndAddNoMoreThanAShareEach() {
    MemberLimits one = instance(20, 1000);
    MemberLimits two = instance(20, 1000);
    long both = admitted(one, ANN, 400) + admitted(two, ANN, 400);
    assertEquals(200 + 2 * 20, both);
  }

  @Test
  void theMembersOfAnOrgShareItsAllowance() {
    MemberLimits limits = instance(1000, 20);
    limits.entered(ANN, ACME);
    limits.entered(BOB, ACME);
    assertEquals(220, admitted(limits, ANN, 150) + admitted(limits, BOB, 150));
  }

  @Test
  void whoeverOnlyNamesAnOrgUsesNothingOfItUp() {
    MemberLimits limits = instance(1000, 20);
    var stranger = new Call("user_eve", ACME + " null");
    limits.entered(ANN, ACME);
    assertEquals(300, admitted(limits, stranger, 300));
    assertEquals(Optional.empty(), limits.admit(ANN));
  }

  @Test
  void aRedisThatDiesLetsCallsThroughAsFarAsOneProcessMay() {
    MemberLimits limits = instance(20, 1000);
    redis.stop();
    assertEquals(220, admitted(limits, ANN, 1000));
    assertEquals(Optional.empty(), limits.admit(BOB));
  }

  @Test
  void aLimitThatLocalTestsHaveIsNeverReached() {
    MemberLimits limits = instance(100_000, 100_000);
    limits.entered(ANN, ACME);
    assertEquals(50_000, admitted(limits, ANN, 50_000));
    assertEquals(0, keys());
  }
}
