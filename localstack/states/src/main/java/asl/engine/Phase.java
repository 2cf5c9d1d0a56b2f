package asl.engine;

import asl.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a frame is doing between two transactions. */
sealed interface Phase {

  /** Its state is still to be entered. */
  record Ready() implements Phase {}

  /** A Wait state. */
  record Waiting(Instant until) implements Phase {}

  /** A state that failed and is tried again later. */
  record Backoff(Instant until) implements Phase {}

  /**
   * A task whose end is outstanding.
   *
   * @param id of this attempt; also the secret in its token
   * @param request in the service's shape, kept for a repetition after a kill
   * @param submitted whether the service has answered and the task waits for more than that
   * @param deadline when the task counts as timed out
   * @param heartbeatSeconds how long it may be silent
   * @param heartbeatBy when it has been silent for too long
   */
  record Calling(
      String id,
      JsonNode request,
      boolean submitted,
      @Nullable Instant deadline,
      int heartbeatSeconds,
      @Nullable Instant heartbeatBy)
      implements Phase {

    Calling asSubmitted() {
      return new Calling(id, request, true, deadline, heartbeatSeconds, heartbeatBy);
    }

    Calling heardAt(Instant now) {
      Instant by = heartbeatSeconds == 0 ? null : now.plusSeconds(heartbeatSeconds);
      return new Calling(id, request, submitted, deadline, heartbeatSeconds, by);
    }
  }

  /** A Parallel or Map state whose branches or iterations run. */
  final class Forked implements Phase {
    final List<Frame> children = new ArrayList<>();
    final ArrayNode items;
    final @Nullable JsonNode[] results;
    final int concurrency;

    /** How many iterations may fail; negative when nothing was said about that. */
    final double tolerated;

    int next;
    int failures;

    /**
     * @param items of a Map; as many nulls as there are branches of a Parallel
     */
    Forked(ArrayNode items, int concurrency, double tolerated) {
      this.items = items;
      this.concurrency = concurrency;
      this.tolerated = tolerated;
      this.results = new JsonNode[items.size()];
    }

    boolean isDone() {
      return children.isEmpty() && next == items.size();
    }

    /** In the order of the items, without those that failed. */
    ArrayNode outputs() {
      ArrayNode outputs = Json.MAPPER.createArrayNode();
      for (JsonNode result : results) {
        if (result != null) {
          outputs.add(result);
        }
      }
      return outputs;
    }
  }

  /** As it is kept. */
  default ObjectNode write() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    switch (this) {
      case Ready _ -> node.put("is", "ready");
      case Waiting(Instant until) -> node.put("is", "waiting").put("until", until.toString());
      case Backoff(Instant until) -> node.put("is", "backoff").put("until", until.toString());
      case Calling calling -> {
        node.put("is", "calling").put("id", calling.id()).put("submitted", calling.submitted());
        node.set("request", calling.request());
        if (calling.deadline() != null) {
          node.put("deadline", calling.deadline().toString());
        }
        if (calling.heartbeatBy() != null) {
          node.put("beat", calling.heartbeatSeconds());
          node.put("beat_by", calling.heartbeatBy().toString());
        }
      }
      case Forked forked -> {
        node.put("is", "forked").put("next", forked.next).put("failures", forked.failures);
        node.put("concurrency", forked.concurrency).put("tolerated", forked.tolerated);
        node.set("items", forked.items);
        ObjectNode results = node.putObject("results");
        for (int i = 0; i < forked.results.length; i++) {
          JsonNode result = forked.results[i];
          if (result != null) {
            results.set(Integer.toString(i), result);
          }
        }
        ArrayNode children = node.putArray("children");
        forked.children.forEach(child -> children.add(child.write()));
      }
    }
    return node;
  }

  /** As it was kept. */
  static Phase read(JsonNode node, Frame frame) {
    return switch (node.path("is").asString()) {
      case "ready" -> new Ready();
      case "waiting" -> new Waiting(time(node, "until"));
      case "backoff" -> new Backoff(time(node, "until"));
      case "calling" ->
          new Calling(
              node.path("id").asString(),
              node.path("request"),
              node.path("submitted").asBoolean(),
              node.has("deadline") ? time(node, "deadline") : null,
              node.path("beat").asInt(0),
              node.has("beat_by") ? time(node, "beat_by") : null);
      case "forked" -> forked(node, frame);
      default -> throw new IllegalArgumentException("unknown phase " + node.path("is"));
    };
  }

  private static Forked forked(JsonNode node, Frame frame) {
    Forked forked =
        new Forked(
            (ArrayNode) node.path("items"),
            node.path("concurrency").asInt(),
            node.path("tolerated").asDouble());
    forked.next = node.path("next").asInt();
    forked.failures = node.path("failures").asInt();
    node.path("results")
        .properties()
        .forEach(result -> forked.results[Integer.parseInt(result.getKey())] = result.getValue());
    node.path("children").forEach(child -> forked.children.add(Frame.read(child, frame)));
    return forked;
  }

  private static Instant time(JsonNode node, String field) {
    return Instant.parse(node.path(field).asString());
  }
}
