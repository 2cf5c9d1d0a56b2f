package app.xentri.local.aws;

import app.xentri.local.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.NestedRuntimeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** EventBridge: {@code PutEvents}. */
final class EventsApi {

  private static final JsonMapper JSON = Json.MAPPER;
  private static final int MOST_ENTRIES = 10;
  private static final int LARGEST_REQUEST = 256 * 1024;

  private final EventBus bus;
  private final Account account;
  private final Clock clock;

  EventsApi(EventBus bus, Account account, Clock clock) {
    this.bus = bus;
    this.account = account;
    this.clock = clock;
  }

  private record Fault(String code, String message) {}

  JsonNode handle(String operation, JsonNode request) throws AwsRefusal {
    if (!operation.equals("PutEvents")) {
      throw AwsRefusal.unknown("events:" + operation);
    }
    return putEvents(request.path("Entries"));
  }

  /** Valid entries are accepted even when others of the same call are not. */
  private JsonNode putEvents(JsonNode entries) throws AwsRefusal {
    checkRequest(entries);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode results = JSON.createArrayNode();
    List<EventBus.Candidate> candidates = new ArrayList<>();
    for (JsonNode entry : entries) {
      Optional<Fault> fault = fault(entry);
      if (fault.isPresent()) {
        results
            .addObject()
            .put("ErrorCode", fault.get().code())
            .put("ErrorMessage", fault.get().message());
      } else {
        EventBus.Candidate candidate = candidate(entry);
        candidates.add(candidate);
        results.addObject().put("EventId", candidate.id().toString());
      }
    }
    accept(candidates);
    answer.put("FailedEntryCount", entries.size() - candidates.size());
    answer.set("Entries", results);
    return answer;
  }

  private void accept(List<EventBus.Candidate> candidates) throws AwsRefusal {
    try {
      bus.accept(candidates);
    } catch (NestedRuntimeException e) {
      throw new AwsRefusal(500, "InternalException", "The events could not be kept");
    }
  }

  private static void checkRequest(JsonNode entries) throws AwsRefusal {
    if (!entries.isArray() || entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      throw new AwsRefusal(
          400,
          "ValidationException",
          "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member"
              + " must have length between 1 and 10");
    }
    long size = 0;
    for (JsonNode entry : entries) {
      size += size(entry);
    }
    if (size >= LARGEST_REQUEST) {
      throw new AwsRefusal(
          400,
          "ValidationException",
          "Total size of the entries in the request is over the limit.");
    }
  }

  /** As EventBridge counts: 14 bytes for a time, then the bytes of the texts. */
  private static long size(JsonNode entry) {
    long size = entry.has("Time") ? 14 : 0;
    for (String field : List.of("Source", "DetailType", "Detail")) {
      size += bytes(entry.path(field));
    }
    for (JsonNode resource : entry.path("Resources")) {
      size += bytes(resource);
    }
    return size;
  }

  private static int bytes(JsonNode text) {
    return text.asString("").getBytes(StandardCharsets.UTF_8).length;
  }

  private static Optional<Fault> fault(JsonNode entry) {
    for (String field : List.of("Source", "DetailType", "Detail")) {
      if (entry.path(field).asString("").isEmpty()) {
        return Optional.of(
            new Fault(
                "InvalidArgument",
                "Parameter %s is not valid. Reason: %s is a required argument."
                    .formatted(field, field)));
      }
    }
    if (entry.path("Source").asString().startsWith("aws.")) {
      return Optional.of(
          new Fault("NotAuthorizedForSourceException", "Not authorized for the source."));
    }
    return isObject(entry.path("Detail").asString())
        ? Optional.empty()
        : Optional.of(new Fault("MalformedDetail", "Detail is malformed."));
  }

  private static boolean isObject(String json) {
    try {
      return JSON.readTree(json).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }

  private EventBus.Candidate candidate(JsonNode entry) {
    UUID id = UUID.randomUUID();
    ObjectNode event = JSON.createObjectNode();
    event
        .put("version", "0")
        .put("id", id.toString())
        .put("detail-type", entry.path("DetailType").asString())
        .put("source", entry.path("Source").asString())
        .put("account", account.id())
        .put("time", time(entry.path("Time")).toString())
        .put("region", account.region());
    ArrayNode resources = event.putArray("resources");
    entry.path("Resources").forEach(resource -> resources.add(resource.asString()));
    event.set("detail", JSON.readTree(entry.path("Detail").asString()));
    return new EventBus.Candidate(id, busName(entry), event.toString());
  }

  /** Whole seconds, as targets see it in AWS. */
  private Instant time(JsonNode seconds) {
    return Instant.ofEpochSecond(
        seconds.isNumber() ? (long) seconds.asDouble() : clock.instant().getEpochSecond());
  }

  private static String busName(JsonNode entry) {
    String name = entry.path("EventBusName").asString("default");
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
