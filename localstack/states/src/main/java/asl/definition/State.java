package asl.definition;

import asl.evaluation.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A state of a machine. */
public sealed interface State {

  /** What every state has. */
  Common common();

  /** Its name, unique in the machine. */
  default String name() {
    return common().name();
  }

  /** As the definition and the history's events call it, for example {@code Task}. */
  String type();

  /** What it does about errors; only some states can do anything. */
  default Handling handling() {
    return Handling.NONE;
  }

  /**
   * What every state has.
   *
   * @param pointer JSON pointer of the state
   * @param next the state that follows; none after the last one
   * @param assign variables that it sets
   * @param output what the next state gets
   */
  record Common(
      String name,
      String pointer,
      Optional<String> next,
      Map<String, Template> assign,
      Optional<Template> output) {
    public Common {
      assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
    }
  }

  /** Retriers and catchers, in their order. */
  record Handling(List<Retrier> retriers, List<Catcher> catchers) {
    static final Handling NONE = new Handling(List.of(), List.of());

    public Handling {
      retriers = List.copyOf(retriers);
      catchers = List.copyOf(catchers);
    }
  }

  /**
   * Calls a service and takes its answer.
   *
   * @param arguments what the service is given; without it the state's input
   * @param timeoutSeconds a number or an expression
   * @param heartbeatSeconds a number or an expression
   */
  record Task(
      Common common,
      TaskResource resource,
      Optional<Template> arguments,
      Optional<Template> timeoutSeconds,
      Optional<Template> heartbeatSeconds,
      Handling handling)
      implements State {
    @Override
    public String type() {
      return "Task";
    }
  }

  /** Passes its input on, or what it makes of it. */
  record Pass(Common common) implements State {
    @Override
    public String type() {
      return "Pass";
    }
  }

  /**
   * Takes the first way whose condition holds.
   *
   * @param otherwise when none does
   */
  record Choice(Common common, List<Rule> rules, Optional<String> otherwise) implements State {
    public Choice {
      rules = List.copyOf(rules);
    }

    @Override
    public String type() {
      return "Choice";
    }
  }

  /** A way out of a choice. */
  record Rule(
      Template condition, String next, Map<String, Template> assign, Optional<Template> output) {
    public Rule {
      assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
    }
  }

  /** Waits for a number of seconds or until a time; exactly one of them is there. */
  record Wait(Common common, Optional<Template> seconds, Optional<Template> timestamp)
      implements State {
    @Override
    public String type() {
      return "Wait";
    }
  }

  /** Runs its branches side by side. */
  record Parallel(
      Common common, List<Graph> branches, Optional<Template> arguments, Handling handling)
      implements State {
    public Parallel {
      branches = List.copyOf(branches);
    }

    @Override
    public String type() {
      return "Parallel";
    }
  }

  /**
   * Runs its processor for each item of an array.
   *
   * @param items the array; without it the state's input
   * @param selector what an iteration gets; without it the item
   * @param concurrency how many run side by side; none or 0: as many as may
   * @param toleratedCount how many may fail
   * @param toleratedPercentage how many of a hundred may fail
   */
  record ForEach(
      Common common,
      Optional<Template> items,
      Optional<Template> selector,
      Graph processor,
      Optional<Template> concurrency,
      Optional<Template> toleratedCount,
      Optional<Template> toleratedPercentage,
      Handling handling)
      implements State {
    @Override
    public String type() {
      return "Map";
    }
  }

  /** Ends its graph. */
  record Succeed(Common common) implements State {
    @Override
    public String type() {
      return "Succeed";
    }
  }

  /** Ends its graph with an error. */
  record Fail(Common common, Optional<Template> error, Optional<Template> cause) implements State {
    @Override
    public String type() {
      return "Fail";
    }
  }

  /**
   * Tries a state again.
   *
   * @param maxDelaySeconds no wait is longer
   * @param jitter whether a wait is any time up to what it would be
   */
  record Retrier(
      List<String> errors,
      int intervalSeconds,
      int maxAttempts,
      double backoffRate,
      Optional<Integer> maxDelaySeconds,
      boolean jitter) {
    public Retrier {
      errors = List.copyOf(errors);
    }

    /** Seconds to wait after so many attempts, before any jitter. */
    public double delay(int attempts) {
      double delay = intervalSeconds * Math.pow(backoffRate, attempts);
      return Math.min(delay, maxDelaySeconds.orElse(asl.Quotas.SECONDS));
    }
  }

  /** Goes on elsewhere after an error. */
  record Catcher(
      List<String> errors, String next, Map<String, Template> assign, Optional<Template> output) {
    public Catcher {
      errors = List.copyOf(errors);
      assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
    }
  }
}
