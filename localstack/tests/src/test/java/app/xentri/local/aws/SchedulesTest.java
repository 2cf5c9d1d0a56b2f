package app.xentri.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.postgres.SharedPostgres;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

class SchedulesTest {

  @RegisterExtension static final SharedPostgres POSTGRES = new SharedPostgres();

  private final RecordingFunctions functions = new RecordingFunctions(Set.of("relay"));

  @BeforeEach
  void forget() throws SQLException {
    POSTGRES.drop("schedule_firings");
  }

  @Test
  void aRateFiresAsSoonAsItStartsWithTheEventOfScheduler() throws Exception {
    try (Schedules schedules = schedules("rate(1 minute)", Optional.empty(), true)) {
      var call = functions.next();
      var event = new JsonMapper().readTree(call.payload());
      assertEquals("relay", call.function());
      assertFalse(call.waited());
      assertEquals("aws.scheduler", event.path("source").asString());
      assertEquals("Scheduled Event", event.path("detail-type").asString());
      assertTrue(functions.quiet());
      assertEquals("schedules", schedules.name());
    }
  }

  @Test
  void theInputOfTheTemplateIsTheEvent() throws Exception {
    try (Schedules _ = schedules("rate(1 minute)", Optional.of("{\"a\":1}"), true)) {
      assertEquals("{\"a\":1}", functions.next().payload());
    }
  }

  @Test
  void aSingleTimeDoesNotFireAgainAfterARestart() throws Exception {
    try (Schedules _ = schedules("at(2025-01-01T00:00:00)", Optional.empty(), true)) {
      functions.next();
    }
    try (Schedules _ = schedules("at(2025-01-01T00:00:00)", Optional.empty(), true)) {
      assertTrue(functions.quiet());
    }
    try (Schedules _ = schedules("at(2025-01-02T00:00:00)", Optional.empty(), true)) {
      functions.next(); // another time is another schedule
    }
  }

  @Test
  void aFiringThatNobodyTookIsTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    var busy =
        new RecordingFunctions(
            Set.of("relay"),
            answered ->
                tries.incrementAndGet() == 1 ? RecordingFunctions.failure("Busy") : answered);
    try (Schedules _ = schedules("at(2025-01-01T00:00:00)", Optional.empty(), true, busy)) {
      busy.next();
      busy.next();
      assertTrue(busy.quiet());
    }
    try (Schedules _ = schedules("at(2025-01-01T00:00:00)", Optional.empty(), true, busy)) {
      assertTrue(busy.quiet());
    }
  }

  @Test
  void aDisabledScheduleNeverFires() throws Exception {
    try (Schedules _ = schedules("rate(1 minute)", Optional.empty(), false)) {
      assertTrue(functions.quiet());
    }
  }

  private Schedules schedules(String expression, Optional<String> input, boolean enabled) {
    return schedules(expression, input, enabled, functions);
  }

  private static Schedules schedules(
      String expression, Optional<String> input, boolean enabled, FunctionInvoker functions) {
    var rule = new ScheduleRule("sweep", expression, ZoneId.of("UTC"), "relay", input, enabled);
    return new Schedules(
        POSTGRES.localCloud(),
        new Account("123456789012", "eu-central-1"),
        List.of(rule),
        functions,
        Clock.systemUTC());
  }
}
