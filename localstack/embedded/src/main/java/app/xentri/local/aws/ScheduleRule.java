package app.xentri.local.aws;

import java.time.ZoneId;
import java.util.Optional;

/**
 * A schedule of EventBridge Scheduler.
 *
 * @param name unique
 * @param expression {@code rate(5 minutes)}, {@code cron(0 9 ? * MON-FRI *)} or {@code
 *     at(2026-12-31T09:00:00)}
 * @param timezone in which {@code cron} and {@code at} are read
 * @param functionName physical name
 * @param inputJson the event; without it the function gets Scheduler's own
 * @param enabled a disabled schedule never fires
 */
public record ScheduleRule(
    String name,
    String expression,
    ZoneId timezone,
    String functionName,
    Optional<String> inputJson,
    boolean enabled) {}
