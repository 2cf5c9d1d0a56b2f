package app.xentri.local.lambda;

import app.xentri.local.Part;
import app.xentri.local.lambda.RecentInvocations.Entry;
import app.xentri.local.lambda.RecentInvocations.Result;
import app.xentri.local.template.Place;
import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Function;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The Lambda service: finds functions by name, has them run by a host, and keeps what they log. */
public final class Lambda implements Part {
  private final Template template;
  private final Place place;
  private final FunctionHost host;
  private final FunctionLog log;
  private final Clock clock;
  private final RecentInvocations recent = new RecentInvocations();

  public Lambda(Template template, Place place, FunctionHost host, FunctionLog log, Clock clock) {
    this.template = template;
    this.place = place;
    this.host = host;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "lambda (" + host.name() + ")";
  }

  /** The last invocations. */
  public RecentInvocations recent() {
    return recent;
  }

  /**
   * The function that a caller means.
   *
   * @param reference its name, with or without {@code :alias}, or its ARN
   */
  public Optional<Function> find(String reference) {
    String resource =
        reference.startsWith("arn:") ? reference.replaceFirst(".*:function:", "") : reference;
    int alias = resource.indexOf(':');
    return template.function(alias < 0 ? resource : resource.substring(0, alias));
  }

  /**
   * Calls a function and waits for it.
   *
   * @param trigger what calls it, for the developer page; never personal data
   * @param event JSON
   */
  public Outcome invoke(Function function, String trigger, String event) {
    return invoke(UUID.randomUUID().toString(), function, trigger, event);
  }

  /** Calls a function once more for an event that keeps its request id over all attempts. */
  Outcome invoke(String requestId, Function function, String trigger, String event) {
    InvocationLog lines = new InvocationLog(text -> log.line(function.name(), requestId, text));
    Instant started = clock.instant();
    long from = System.nanoTime();
    lines.note("START RequestId: " + requestId + " Version: 1 Trigger: " + trigger);
    Outcome outcome =
        host.invoke(
            new Invocation(requestId, function, place.functionArn(function.name()), event, lines));
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    lines.note(report(requestId, took, outcome));
    recent.add(
        new Entry(requestId, function.name(), trigger, started, took, Result.of(outcome), lines));
    return outcome;
  }

  private static String report(String requestId, Duration took, Outcome outcome) {
    String end =
        switch (outcome) {
          case Outcome.Answered answered -> "";
          case Outcome.Failed failed -> " Status: error Error Type: " + failed.type();
          case Outcome.TimedOut timedOut ->
              " Status: timeout after " + timedOut.after().toSeconds() + " s";
          case Outcome.Throttled throttled -> " Status: throttled";
        };
    return "REPORT RequestId: " + requestId + " Duration: " + took.toMillis() + " ms" + end;
  }

  @Override
  public void close() {
    host.close();
    log.close();
  }
}
