package app.xentri.copilot;

import app.xentri.copilot.brief.BriefCache;
import app.xentri.copilot.brief.EditBriefSection;
import app.xentri.copilot.brief.EditBriefSectionHandler;
import app.xentri.copilot.brief.ListVersionsHandler;
import app.xentri.copilot.brief.ReadBriefHandler;
import app.xentri.copilot.brief.ReadVersionHandler;
import app.xentri.copilot.brief.RestoreVersion;
import app.xentri.copilot.brief.RestoreVersionHandler;
import app.xentri.copilot.interview.EmbeddedInterview;
import app.xentri.copilot.session.AnswerQuestion;
import app.xentri.copilot.session.AnswerQuestionHandler;
import app.xentri.copilot.session.ApproveBrief;
import app.xentri.copilot.session.ApproveBriefHandler;
import app.xentri.copilot.session.AskAgain;
import app.xentri.copilot.session.CorrectAnswer;
import app.xentri.copilot.session.DraftBrief;
import app.xentri.copilot.session.DraftBriefHandler;
import app.xentri.copilot.session.EditDraftSection;
import app.xentri.copilot.session.EditDraftSectionHandler;
import app.xentri.copilot.session.ListMessagesHandler;
import app.xentri.copilot.session.LookForSession;
import app.xentri.copilot.session.LookForSessionHandler;
import app.xentri.copilot.session.ReadSession;
import app.xentri.copilot.session.ReadSessionHandler;
import app.xentri.copilot.session.StartSession;
import app.xentri.copilot.session.StartSessionHandler;
import app.xentri.platform.Json;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.HttpFunction;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.Requests;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The endpoints of this context as the platform serves them to one caller. */
public final class Api {

  private static final Schemas SCHEMAS = new Schemas();
  private static final String NEVER_GIVEN = "\"never-given.1\"";
  private static final String BRIEF = "brief";

  private final Caller caller;
  private final Map<String, MemberEndpoint> endpoints = new HashMap<>();
  private final Map<String, String> tags = new HashMap<>();

  public Api(TenantTx tenants, BriefCache cache, Caller caller) {
    this.caller = caller;
    var engine = new EmbeddedInterview();
    endpoints.put("brief-get", new ReadBriefHandler(tenants));
    endpoints.put(
        "brief-patch-section",
        new EditBriefSectionHandler(tenants, new EditBriefSection(cache), SCHEMAS));
    endpoints.put("brief-versions", new ListVersionsHandler(tenants));
    endpoints.put("brief-version-get", new ReadVersionHandler(tenants));
    endpoints.put("brief-restore", new RestoreVersionHandler(tenants, new RestoreVersion(cache)));
    endpoints.put(
        "brief-session-start", new StartSessionHandler(tenants, new StartSession(engine)));
    endpoints.put(
        "brief-session-current", new LookForSessionHandler(tenants, new LookForSession(engine)));
    endpoints.put("brief-session-get", new ReadSessionHandler(tenants, new ReadSession(engine)));
    endpoints.put("brief-session-messages", new ListMessagesHandler(tenants));
    endpoints.put(
        "brief-session-message",
        new AnswerQuestionHandler(
            tenants, new AnswerQuestion(engine), new AskAgain(engine), new CorrectAnswer(engine)));
    endpoints.put("brief-session-ready", new DraftBriefHandler(tenants, new DraftBrief(engine)));
    endpoints.put(
        "brief-session-draft-section",
        new EditDraftSectionHandler(tenants, new EditDraftSection(engine), SCHEMAS));
    endpoints.put(
        "brief-session-approve", new ApproveBriefHandler(tenants, new ApproveBrief(engine, cache)));
  }

  /** A cache whose Redis is not there. */
  public static BriefCache noCache() {
    var redis = new Redis(URI.create("http://127.0.0.1:1"), "none");
    return new BriefCache(() -> redis, Clock.systemUTC());
  }

  /** What came back; a success has data that its schema accepts. */
  public record Answer(int status, JsonNode body, @Nullable String etag) {
    public JsonNode data() {
      return body.path("data");
    }

    public String state() {
      return data().path("state").asString();
    }

    public String id() {
      return data().path("id").asString();
    }

    public String problem() {
      var type = body.path("type").asString();
      return type.substring(type.lastIndexOf('/') + 1);
    }
  }

  public Answer brief() {
    return brief(Map.of());
  }

  public Answer brief(Map<String, String> query) {
    return call("brief-get", "GET /api/v1/brief", Map.of(), query, Map.of(), null);
  }

  public Answer patch(String section, long seen, JsonNode body) {
    return call(
        "brief-patch-section",
        "PATCH /api/v1/brief/sections/{section}",
        Map.of("section", section),
        Map.of(),
        Map.of("if-match", seen(BRIEF, this::brief, seen)),
        body);
  }

  public Answer versions(Map<String, String> query) {
    return call("brief-versions", "GET /api/v1/brief/versions", Map.of(), query, Map.of(), null);
  }

  public Answer version(String version, Map<String, String> query) {
    return call(
        "brief-version-get",
        "GET /api/v1/brief/versions/{version}",
        Map.of("version", version),
        query,
        Map.of(),
        null);
  }

  public Answer restore(long version, long seen) {
    return call(
        "brief-restore",
        "PATCH /api/v1/brief",
        Map.of(),
        Map.of(),
        Map.of("if-match", seen(BRIEF, this::brief, seen)),
        Json.object().put("restored_from", version));
  }

  /** The tag that another version of what was answered has. */
  public static String tag(Answer answer, long version) {
    return tag(Objects.requireNonNullElse(answer.etag(), NEVER_GIVEN), version);
  }

  private static String tag(String other, long version) {
    return other.replaceFirst("\\.\\d+\"$", "." + version + "\"");
  }

  /** As {@link #tag(Answer, long)}, of what was last answered about this; else reads it first. */
  private String seen(String id, Supplier<Answer> read, long version) {
    return tag(
        Objects.requireNonNullElseGet(tags.get(id), () -> tag(read.get(), version)), version);
  }

  public Answer start() {
    return start(UUID.randomUUID().toString());
  }

  public Answer start(String key) {
    return call(
        "brief-session-start",
        "POST /api/v1/brief/sessions",
        Map.of(),
        Map.of(),
        Map.of("idempotency-key", key),
        null);
  }

  public Answer current() {
    return call(
        "brief-session-current",
        "GET /api/v1/brief/sessions/current",
        Map.of(),
        Map.of(),
        Map.of(),
        null);
  }

  public Answer session(String id) {
    return call(
        "brief-session-get",
        "GET /api/v1/brief/sessions/{id}",
        Map.of("id", id),
        Map.of(),
        Map.of(),
        null);
  }

  public Answer messages(String id, Map<String, String> query) {
    return call(
        "brief-session-messages",
        "GET /api/v1/brief/sessions/{id}/messages",
        Map.of("id", id),
        query,
        Map.of(),
        null);
  }

  public Answer say(String id, String text) {
    return say(id, text, UUID.randomUUID().toString());
  }

  public Answer say(String id, String text, String key) {
    return call(
        "brief-session-message",
        "POST /api/v1/brief/sessions/{id}/messages",
        Map.of("id", id),
        Map.of(),
        Map.of("idempotency-key", key),
        Json.object().put("text", text));
  }

  public Answer askAgain(String id, String section, String key) {
    return call(
        "brief-session-message",
        "POST /api/v1/brief/sessions/{id}/messages",
        Map.of("id", id),
        Map.of(),
        Map.of("idempotency-key", key),
        Json.object().put("ask_again", section));
  }

  /** Says something in the place of an answer. */
  public Answer correct(String id, String answer, String text) {
    return call(
        "brief-session-message",
        "POST /api/v1/brief/sessions/{id}/messages",
        Map.of("id", id),
        Map.of(),
        Map.of("idempotency-key", UUID.randomUUID().toString()),
        Json.object().put("text", text).put("replaces", answer));
  }

  public Answer ready(String id) {
    return post("brief-session-ready", id, "ready");
  }

  public Answer approve(String id) {
    return post("brief-session-approve", id, "approve");
  }

  /** Approves only what has that tag. */
  public Answer approve(String id, String tag) {
    return call(
        "brief-session-approve",
        "POST /api/v1/brief/sessions/{id}/approve",
        Map.of("id", id),
        Map.of(),
        Map.of("idempotency-key", UUID.randomUUID().toString(), "if-match", tag),
        null);
  }

  private Answer post(String function, String id, String what) {
    return call(
        function,
        "POST /api/v1/brief/sessions/{id}/" + what,
        Map.of("id", id),
        Map.of(),
        Map.of("idempotency-key", UUID.randomUUID().toString()),
        null);
  }

  public Answer put(String id, String section, long seen, JsonNode body) {
    return call(
        "brief-session-draft-section",
        "PUT /api/v1/brief/sessions/{id}/draft/sections/{section}",
        Map.of("id", id, "section", section),
        Map.of(),
        Map.of("if-match", seen(id, () -> session(id), seen)),
        body);
  }

  private Answer call(
      String name,
      String route,
      Map<String, String> path,
      Map<String, String> query,
      Map<String, String> headers,
      @Nullable JsonNode body) {
    var event = Requests.event(route, headers, body == null ? "" : Json.write(body));
    var parameters = event.putObject("pathParameters");
    path.forEach(parameters::put);
    var queries = event.putObject("queryStringParameters");
    query.forEach(queries::put);
    var endpoint = Objects.requireNonNull(endpoints.get(name));
    var function =
        new HttpFunction(name, SCHEMAS, _ -> request -> endpoint.handle(request, caller));
    Answer answer = answer(name, function.apply(event));
    if (answer.etag() != null && answer.status() < 300 && !name.equals("brief-session-current")) {
      tags.put(name.startsWith("brief-session") ? answer.id() : BRIEF, answer.etag());
    }
    return answer;
  }

  private static Answer answer(String name, JsonNode reply) {
    var status = reply.path("statusCode").asInt();
    var text = reply.path("body").asString("");
    var body = text.isEmpty() ? Json.object() : Json.read(text);
    if (status < 300) {
      var wrong = SCHEMAS.violations("api/" + name + ".response.json", body.path("data"));
      if (!wrong.isEmpty()) {
        throw new AssertionError(name + " answers what its schema refuses: " + wrong);
      }
    }
    var etag = reply.path("headers").path("etag");
    return new Answer(status, body, etag.isString() ? etag.asString() : null);
  }
}
