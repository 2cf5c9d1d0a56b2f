package app.xentri.local.aws;

import app.xentri.local.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/**
 * Event buses with rules. An event is durable, with all the deliveries it owes, before it counts as
 * accepted. Each is delivered at least once: Lambda takes it asynchronously, and what the function
 * then makes of it is a matter of the function's own retries and destination. A delivery that
 * Lambda does not take is tried again with growing waits, and handed to the rule's dead-letter
 * queue when its attempts or its time run out, or at once when there is no such function. A restart
 * goes on where the last run was.
 */
public final class EventBus implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);
  private static final int AT_ONCE = 8;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final BusStore store;
  private final RuleBook rules;
  private final FunctionInvoker functions;
  private final DeadLetter deadLetters;
  private final Duration firstWait;
  private final Semaphore work = new Semaphore(0);
  private final Thread worker;
  private volatile boolean closing;

  /** Starts delivering; a failed delivery is tried again after 1 s, 2 s, 4 s … 2 min. */
  public EventBus(
      DataSource database,
      Account account,
      List<BusRule> rules,
      FunctionInvoker functions,
      QueueSender queues) {
    this(database, account, rules, functions, queues, Duration.ofSeconds(1));
  }

  EventBus(
      DataSource database,
      Account account,
      List<BusRule> rules,
      FunctionInvoker functions,
      QueueSender queues,
      Duration firstWait) {
    this.store = new BusStore(database);
    this.rules = new RuleBook(rules);
    this.functions = functions;
    this.deadLetters = new DeadLetter(account, queues);
    this.firstWait = firstWait;
    this.worker = Thread.ofPlatform().daemon().name("event-bus").start(this::deliverAll);
  }

  @Override
  public String name() {
    return "event-bus";
  }

  /** The newest accepted events first. */
  public List<BusEvent> recent(int limit) {
    return store.recent(limit);
  }

  /** An event that may be accepted. */
  record Candidate(UUID id, String bus, String event) {}

  /**
   * Accepts all events or none.
   *
   * @throws NestedRuntimeException when they could not be made durable
   */
  void accept(List<Candidate> candidates) {
    List<BusStore.Accepted> accepted =
        candidates.stream()
            .map(
                candidate ->
                    new BusStore.Accepted(
                        candidate.id(),
                        candidate.bus(),
                        candidate.event(),
                        rules.matching(candidate.bus(), candidate.event())))
            .toList();
    store.accept(accepted);
    // Most events are owed to nobody, and a look for deliveries would cost as much as keeping them.
    if (accepted.stream().anyMatch(event -> !event.owed().isEmpty())) {
      work.release();
    }
  }

  private void deliverAll() {
    while (!closing) {
      try {
        List<BusStore.Due> due = store.due(AT_ONCE);
        if (due.isEmpty()) {
          awaitWork();
        } else {
          deliver(due);
        }
      } catch (NestedRuntimeException e) {
        LOG.warn("the event bus cannot reach its database: {}", e.getMessage());
        pause();
      } catch (InterruptedException e) {
        return; // closing
      }
    }
  }

  private void awaitWork() throws InterruptedException {
    if (work.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
      work.drainPermits();
    }
  }

  /** All at once, so that one slow function costs the others its own time only. */
  private void deliver(List<BusStore.Due> due) throws InterruptedException {
    List<Thread> deliveries =
        due.stream()
            .map(one -> Thread.ofVirtual().name("event-bus-" + one.id()).start(() -> deliver(one)))
            .toList();
    for (Thread delivery : deliveries) {
      delivery.join();
    }
  }

  private void deliver(BusStore.Due due) {
    try {
      if (!functions.knows(due.function())) {
        giveUp(due, new DeadLetter.Reason("NO_RESOURCE", "no function " + due.function()));
        return;
      }
      Optional<DeadLetter.Reason> failure = attempt(due);
      if (failure.isEmpty()) {
        store.done(due.id());
      } else if (due.attempts() >= due.retries() || due.expired()) {
        giveUp(due, failure.get());
      } else {
        store.retry(due.id(), waitAfter(due.attempts()));
      }
    } catch (NestedRuntimeException e) {
      // The delivery is still owed and will be made again: at least once, never less.
      LOG.warn("the outcome of delivery {} could not be kept: {}", due.id(), e.getMessage());
    }
  }

  private Optional<DeadLetter.Reason> attempt(BusStore.Due due) {
    try {
      functions.invokeAsync(due.function(), due.event().getBytes(StandardCharsets.UTF_8));
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.warn("rule {} cannot invoke {}: {}", due.rule(), due.function(), e.toString());
      return Optional.of(new DeadLetter.Reason("ERROR_FROM_TARGET", e.toString()));
    }
  }

  private void giveUp(BusStore.Due due, DeadLetter.Reason reason) {
    LOG.warn(
        "rule {} gives up on {} after {} attempts", due.rule(), due.function(), due.attempts() + 1);
    try {
      deadLetters.bury(due, reason);
    } catch (IllegalStateException e) {
      LOG.warn("the dead-letter queue does not answer: {}", e.getMessage());
      store.retry(due.id(), waitAfter(due.attempts()));
      return;
    }
    store.done(due.id());
  }

  private Duration waitAfter(int attempts) {
    Duration wait = firstWait.multipliedBy(1L << Math.min(attempts, 16));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    worker.interrupt();
    try {
      worker.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
