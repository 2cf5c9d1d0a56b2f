package app.xentri.local.lambda;

import app.xentri.local.Json;
import app.xentri.local.Part;
import app.xentri.local.aws.QueueSender;
import app.xentri.local.template.Place;
import app.xentri.local.template.Template.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lambda's queue of asynchronous invocations. An event is on disk before it counts as accepted and
 * stays there until the function has answered or its failure has been handed on, so a killed run
 * loses none; it may then be delivered a second time, as in AWS.
 */
public final class AsyncInvocations implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncInvocations.class);
  private static final JsonMapper JSON = Json.MAPPER;
  private static final int AT_ONCE = 16;

  private final Lambda lambda;
  private final Place place;
  private final QueueSender failures;
  private final Path folder;
  private final List<Duration> pauses;
  private final Clock clock;
  private final Semaphore slots = new Semaphore(AT_ONCE, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Opens the queue and goes on with what an earlier run left in it.
   *
   * @param folder where accepted events are kept
   * @param pauses before the first retry, before the second, …; the last one repeats
   */
  public AsyncInvocations(
      Lambda lambda,
      Place place,
      QueueSender failures,
      Path folder,
      List<Duration> pauses,
      Clock clock) {
    this.lambda = lambda;
    this.place = place;
    this.failures = failures;
    this.folder = folder;
    this.pauses = List.copyOf(pauses);
    this.clock = clock;
    leftOver().forEach(this::start);
  }

  @Override
  public String name() {
    return "asynchronous invocations";
  }

  /**
   * Accepts an event for a function.
   *
   * @param trigger what sends it, for the developer page; never personal data
   * @param event JSON
   */
  public void enqueue(Function function, String trigger, String event) {
    ObjectNode entry = JSON.createObjectNode();
    String requestId = UUID.randomUUID().toString();
    entry.put("request_id", requestId).put("function", function.name());
    entry.put("trigger", trigger).put("event", event);
    String name = String.format("%015d-%s", clock.millis(), requestId);
    Path file = folder.resolve(name + ".json");
    try {
      Path draft = Files.write(folder.resolve(name + ".draft"), JSON.writeValueAsBytes(entry));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot accept an event for " + function.name(), e);
    }
    start(file);
  }

  /** A draft that a killed run left was never accepted: its sender got no answer. */
  private List<Path> leftOver() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> left = files.sorted().toList();
      for (Path file : left) {
        if (file.toString().endsWith(".draft")) {
          Files.delete(file);
        }
      }
      return left.stream().filter(file -> file.toString().endsWith(".json")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the accepted events", e);
    }
  }

  private void start(Path file) {
    threads.execute(() -> deliver(file));
  }

  private void deliver(Path file) {
    try {
      JsonNode entry = JSON.readTree(Files.readAllBytes(file));
      lambda
          .find(entry.path("function").asString())
          .ifPresentOrElse(
              function -> attempt(function, entry),
              () ->
                  LOG.warn(
                      "dropped an event for a function that is gone: {}",
                      entry.path("function").asString()));
      Files.delete(file);
    } catch (StoppedException e) {
      // The event stays on disk for the next run.
    } catch (IOException | RuntimeException e) {
      LOG.error("an accepted event could not be delivered and is kept: {}", file.getFileName(), e);
    }
  }

  private void attempt(Function function, JsonNode entry) {
    int tries = 0;
    while (true) {
      Outcome outcome = call(function, entry);
      switch (outcome) {
        case Outcome.Answered answered -> {
          return;
        }
        case Outcome.Throttled throttled ->
            pause(0); // Not the function's fault: it does not use up a try.
        case Outcome.Failed failed -> tries++;
        case Outcome.TimedOut timedOut -> tries++;
      }
      if (tries > function.retries()) {
        handOn(function, entry, outcome, tries);
        return;
      }
      if (tries > 0) {
        pause(tries - 1);
      }
    }
  }

  private Outcome call(Function function, JsonNode entry) {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      throw new StoppedException(e);
    }
    try {
      Outcome outcome =
          lambda.invoke(
              entry.path("request_id").asString(),
              function,
              entry.path("trigger").asString(),
              entry.path("event").asString());
      if (Thread.interrupted()) {
        throw new StoppedException(new InterruptedException());
      }
      return outcome;
    } finally {
      slots.release();
    }
  }

  private void pause(int number) {
    try {
      Thread.sleep(pauses.get(Math.min(number, pauses.size() - 1)));
    } catch (InterruptedException e) {
      throw new StoppedException(e);
    }
  }

  private void handOn(Function function, JsonNode entry, Outcome outcome, int tries) {
    if (function.onFailure().isEmpty()) {
      LOG.warn("an event for {} failed {} times and has no destination", function.name(), tries);
      return;
    }
    ObjectNode message = JSON.createObjectNode();
    message.put("version", "1.0");
    message.put("timestamp", clock.instant().toString());
    message
        .putObject("requestContext")
        .put("requestId", entry.path("request_id").asString())
        .put("functionArn", place.functionArn(function.name()))
        .put("condition", "RetriesExhausted")
        .put("approximateInvokeCount", tries);
    message.set("requestPayload", JSON.readTree(entry.path("event").asString()));
    message
        .putObject("responseContext")
        .put("statusCode", 200)
        .put("executedVersion", "1")
        .put("functionError", "Unhandled");
    message.set("responsePayload", JSON.readTree(outcome.payload()));
    bury(function.onFailure().get(), JSON.writeValueAsString(message));
  }

  /** The queues' database may be away for a while; the event must not be lost over that. */
  private void bury(String destination, String message) {
    while (true) {
      try {
        failures.send(destination, message, Map.of());
        return;
      } catch (IllegalStateException e) {
        LOG.warn("a destination does not take a failure yet: {}", e.getMessage());
        pause(pauses.size());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** The local cloud stops while an event is being delivered. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoppedException(InterruptedException cause) {
      super(cause);
    }
  }
}
