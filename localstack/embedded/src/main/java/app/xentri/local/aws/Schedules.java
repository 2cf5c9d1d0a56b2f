package app.xentri.local.aws;

import app.xentri.local.Json;
import app.xentri.local.Part;
import app.xentri.local.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fires the template's schedules. A {@code rate} fires as soon as it starts, so that what a killed
 * run left behind does not wait for the next sweep; an {@code at} fires once in the life of a home,
 * or twice when a run dies in the moment of firing: at least once, as in AWS.
 */
public final class Schedules implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
  private static final JsonMapper JSON = Json.MAPPER;
  private static final Duration BEFORE_RETRY = Duration.ofSeconds(1);

  private final Sql sql;
  private final Account account;
  private final FunctionInvoker functions;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * Starts the timers.
   *
   * @throws IllegalArgumentException for an expression that Scheduler would refuse
   */
  public Schedules(
      DataSource database,
      Account account,
      List<ScheduleRule> rules,
      FunctionInvoker functions,
      Clock clock) {
    this.sql = new Sql(database, Schedules.class);
    this.account = account;
    this.functions = functions;
    this.clock = clock;
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("schedules").factory());
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    sql.run("schedules").update();
    for (ScheduleRule rule : rules) {
      ScheduleExpression expression = ScheduleExpression.parse(rule.expression(), rule.timezone());
      if (rule.enabled()) {
        plan(rule, expression, firedBefore(rule, expression));
      }
    }
  }

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      // A firing under way is finished and remembered, or the next run would repeat it.
      if (!timer.awaitTermination(2, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void plan(ScheduleRule rule, ScheduleExpression expression, Optional<Instant> last) {
    Instant now = clock.instant();
    expression
        .next(last, now)
        .ifPresent(
            due -> {
              // A millisecond late, never early: an early one would be due a second time.
              long wait = Math.max(0, Duration.between(now, due).toMillis()) + 1;
              var _ = timer.schedule(() -> fire(rule, expression), wait, TimeUnit.MILLISECONDS);
            });
  }

  private void fire(ScheduleRule rule, ScheduleExpression expression) {
    Instant now = clock.instant();
    boolean fired = attempt(rule, expression, now);
    if (timer.isShutdown()) {
      return;
    }
    if (fired) {
      plan(rule, expression, Optional.of(now));
    } else {
      var _ =
          timer.schedule(
              () -> fire(rule, expression), BEFORE_RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Remembers the firing afterwards: a run that dies in between must not have lost it. */
  private boolean attempt(ScheduleRule rule, ScheduleExpression expression, Instant now) {
    try {
      functions.invokeAsync(rule.functionName(), event(rule, now));
      if (expression instanceof ScheduleExpression.At) {
        remember(rule, now);
      }
      return true;
    } catch (RuntimeException e) {
      LOG.warn("schedule {} could not fire and will try again: {}", rule.name(), e.toString());
      return false;
    }
  }

  private byte[] event(ScheduleRule rule, Instant now) {
    String event = rule.inputJson().orElseGet(() -> schedulerEvent(rule, now));
    return event.getBytes(StandardCharsets.UTF_8);
  }

  private String schedulerEvent(ScheduleRule rule, Instant now) {
    var event =
        JSON.createObjectNode()
            .put("version", "0")
            .put("id", UUID.randomUUID().toString())
            .put("detail-type", "Scheduled Event")
            .put("source", "aws.scheduler")
            .put("account", account.id())
            .put("time", now.truncatedTo(ChronoUnit.SECONDS).toString())
            .put("region", account.region());
    event.putArray("resources").add(account.arn("scheduler", "schedule/default/" + rule.name()));
    return event.put("detail", "{}").toString();
  }

  /** Only what fires once must be remembered; a changed expression starts anew. */
  private Optional<Instant> firedBefore(ScheduleRule rule, ScheduleExpression expression) {
    return expression instanceof ScheduleExpression.At ? last(rule) : Optional.empty();
  }

  private Optional<Instant> last(ScheduleRule rule) {
    return sql.run("schedule-last")
        .params(rule.name(), rule.expression())
        .query((row, _) -> row.getObject("fired_at", OffsetDateTime.class).toInstant())
        .optional();
  }

  private void remember(ScheduleRule rule, Instant now) {
    sql.run("schedule-fired")
        .params(rule.name(), rule.expression(), now.atOffset(ZoneOffset.UTC))
        .update();
  }
}
