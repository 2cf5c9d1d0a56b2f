package asl.engine;

import asl.Json;
import asl.definition.Machine.Kind;
import asl.task.ServiceCall;
import asl.task.ServiceException;
import asl.task.Services;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;

/** An engine in virtual time, with services that answer what a test says. */
public final class World implements Services {

  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  public final List<ServiceCall> calls = new ArrayList<>();
  public final VirtualClock clock = new VirtualClock(START);
  public final VirtualTime time = new VirtualTime(clock);
  public final Engine engine;
  private Answer answer = call -> Json.MAPPER.createObjectNode();

  /** What a service says. */
  @FunctionalInterface
  public interface Answer {
    JsonNode to(ServiceCall call) throws ServiceException;
  }

  public World(DataSource database) throws SQLException {
    engine =
        new Engine(
            database,
            new Arns("aws", "eu-central-1", "123456789012"),
            clock,
            this,
            new Random(1),
            time);
    time.drive(engine);
  }

  public World answering(Answer answer) {
    this.answer = answer;
    return this;
  }

  @Override
  public boolean offers(String service, String action) {
    return !service.equals("unknown");
  }

  @Override
  public JsonNode call(ServiceCall call) throws ServiceException {
    calls.add(call);
    return answer.to(call);
  }

  /** The function's answer in Lambda's shape. */
  public static JsonNode payload(String json) {
    return Json.parse(
        "{\"StatusCode\":200,\"ExecutedVersion\":\"$LATEST\",\"Payload\":" + json + "}");
  }

  /** The function's failure in Lambda's shape. */
  public static JsonNode failure(String type) {
    return Json.parse(
        """
        {"StatusCode":200,"FunctionError":"Unhandled","Payload":{"errorType":"%s","errorMessage":"as planned"}}
        """
            .formatted(type));
  }

  /** Declares a machine of these states, the first of which is where it starts. */
  public String machine(String states) throws SQLException {
    String name = "machine-" + UUID.randomUUID();
    declare(name, definition(states));
    return name;
  }

  public void declare(String name, String definition) throws SQLException {
    engine.declare(
        new MachineSettings(name, Kind.STANDARD, definition, "arn:aws:iam::1:role/r", "{}", false));
  }

  /** A JSONata definition of these states. */
  public static String definition(String states) {
    String first = states.substring(states.indexOf('"') + 1);
    return "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"%s\",\"States\":{%s}}"
        .formatted(first.substring(0, first.indexOf('"')), states);
  }

  public Execution start(String machine, String input) throws SQLException {
    return start(machine, UUID.randomUUID().toString(), input);
  }

  public Execution start(String machine, String name, String input) throws SQLException {
    try {
      return engine.start(new Engine.Start(machine, name, input, Optional.empty()));
    } catch (Refusal e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a machine of these states to its end, however long it waits. */
  public Execution run(String states, String input) throws SQLException {
    Execution started = start(machine(states), input);
    time.passAll();
    return now(started);
  }

  public Execution now(Execution execution) throws SQLException {
    return engine.find(execution.machine(), execution.name()).orElseThrow();
  }

  public List<HistoryEvent> history(Execution execution) throws SQLException {
    return engine.history(execution.id(), 0, 100_000, false);
  }

  /** Each event as {@code id previous type}. */
  public List<String> ways(Execution execution) throws SQLException {
    return history(execution).stream()
        .map(event -> event.id() + " " + event.previous() + " " + event.type())
        .toList();
  }

  /** The details of an event. */
  public JsonNode details(Execution execution, int id) throws SQLException {
    JsonNode wrapped = Json.parse(history(execution).get(id - 1).details().orElseThrow());
    return wrapped.iterator().next();
  }
}
