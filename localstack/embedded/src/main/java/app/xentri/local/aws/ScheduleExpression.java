package app.xentri.local.aws;

import com.cronutils.model.definition.CronConstraint;
import com.cronutils.model.definition.CronConstraintsFactory;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a schedule fires, in the three forms that EventBridge Scheduler reads. */
sealed interface ScheduleExpression {

  /**
   * When to fire next.
   *
   * @param last when it fired last: in this run, or ever for what fires once
   */
  Optional<Instant> next(Optional<Instant> last, Instant now);

  /** At once and then every so often. */
  record Rate(Duration interval) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Optional<Instant> last, Instant now) {
      Instant due = last.map(at -> at.plus(interval)).orElse(now);
      return Optional.of(due.isBefore(now) ? now : due);
    }
  }

  /** At the times of a calendar; those that passed while nothing ran are not made up for. */
  record Cron(ExecutionTime times, ZoneId zone) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Optional<Instant> last, Instant now) {
      return times.nextExecution(now.atZone(zone)).map(time -> time.toInstant());
    }
  }

  /** Once; late rather than never. */
  record At(Instant time) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Optional<Instant> last, Instant now) {
      return last.isPresent() ? Optional.empty() : Optional.of(time.isBefore(now) ? now : time);
    }
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when Scheduler would refuse it
   */
  static ScheduleExpression parse(String text, ZoneId zone) {
    Matcher form = Syntax.FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a schedule expression: " + text);
    }
    String body = form.group(2).strip();
    return switch (form.group(1)) {
      case "rate" -> new Rate(interval(body));
      case "cron" ->
          new Cron(ExecutionTime.forCron(new CronParser(Syntax.CALENDAR).parse(body)), zone);
      default -> new At(time(body, zone));
    };
  }

  private static Duration interval(String text) {
    Matcher rate = Syntax.RATE.matcher(text);
    if (!rate.matches()) {
      throw new IllegalArgumentException("not a rate: " + text);
    }
    long count = Long.parseLong(rate.group(1));
    return switch (rate.group(2)) {
      case "minute" -> Duration.ofMinutes(count);
      case "hour" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static Instant time(String text, ZoneId zone) {
    try {
      return LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time: " + text, e);
    }
  }

  /** The grammar. */
  final class Syntax {
    private static final Pattern FORM = Pattern.compile("(rate|cron|at)\\((.+)\\)");
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]*) (minute|hour|day)s?");

    /** Minutes, hours, day of month, month, day of week (1 is Sunday), year. */
    private static final CronDefinition CALENDAR =
        CronDefinitionBuilder.defineCron()
            .withMinutes()
            .and()
            .withHours()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsW()
            .supportsLW()
            .supportsQuestionMark()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(1, 7)
            .withMondayDoWValue(2)
            .supportsHash()
            .supportsL()
            .supportsQuestionMark()
            .and()
            .withYear()
            .withValidRange(1970, 2199)
            .and()
            .withCronValidation(Syntax.oneDayFieldIsOpen())
            .instance();

    private Syntax() {}

    private static CronConstraint oneDayFieldIsOpen() {
      return CronConstraintsFactory.ensureEitherDayOfWeekOrDayOfMonth();
    }
  }
}
