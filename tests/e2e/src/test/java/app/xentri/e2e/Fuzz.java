package app.xentri.e2e;

import app.xentri.e2e.FuzzRoute.Place;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.e2e.RawHttp.Header;
import app.xentri.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests to every route, each made by spoiling one that would be answered. The same seed and
 * number make the same request, but for its random keys and its time.
 */
final class Fuzz {

  /**
   * Who calls.
   *
   * @param session one of their conversations
   * @param tags entity tags by path, as they were read last
   */
  record Caller(String token, String session, Map<String, String> tags) {

    String tag(String path) {
      for (String above = path;
          above.length() > 1;
          above = above.substring(0, above.lastIndexOf('/'))) {
        String tag = tags.get(above);
        if (tag != null) {
          return tag;
        }
      }
      return "\"1\"";
    }
  }

  private static final List<String> HEADERS =
      List.of(
          "authorization",
          "cookie",
          "origin",
          "idempotency-key",
          "if-match",
          "if-none-match",
          "content-type",
          "content-encoding",
          "accept",
          "x-org-id",
          "x-forwarded-for",
          "x-xentri-cdn",
          "traceparent",
          "x-amzn-trace-id",
          "user-agent",
          "svix-id",
          "svix-timestamp",
          "svix-signature");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1.5",
          "1e400",
          "-1e400",
          "1e-400",
          "1e999999999",
          "2147483648",
          "9007199254740993",
          "9223372036854775808",
          "1000000000000000000",
          "9".repeat(400),
          "9".repeat(2000),
          "0." + "3".repeat(500));

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "{}",
          "[]",
          "[[]]",
          "\"\"",
          "{\"a\":1,\"a\":2}",
          "[null,1,\"\"]",
          "NaN",
          "\"\\ud83d\"",
          "\"\\u0000\"",
          "01",
          "'a'",
          "\"\\x\"");

  private final String origin;
  private final String webhookSecret;
  private final List<FuzzRoute> routes;
  private final List<Caller> callers;
  private final List<String> hostile = Hostile.all();
  private final long seed;

  Fuzz(
      String origin,
      String webhookSecret,
      List<FuzzRoute> routes,
      List<Caller> callers,
      long seed) {
    this.origin = origin;
    this.webhookSecret = webhookSecret;
    this.routes = List.copyOf(routes);
    this.callers = List.copyOf(callers);
    this.seed = seed;
  }

  /** The request of this number; they go round the routes. */
  Call request(int number) {
    var random = new Random(seed * 1_000_003 + number);
    FuzzRoute route = routes.get(number % routes.size());
    var draft = new Draft(route, caller(route, random), random);
    int times = random.nextInt(8) == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      draft.spoil();
    }
    return draft.call();
  }

  /** The last one is who signs out, so that the others stay signed in. */
  private Caller caller(FuzzRoute route, Random random) {
    return route.path().endsWith("/logout")
        ? callers.getLast()
        : callers.get(random.nextInt(Math.max(1, callers.size() - 1)));
  }

  /** A request of this number with nothing wrong about it. */
  Call plain(int number) {
    var random = new Random(seed * 1_000_003 + number);
    FuzzRoute route = routes.get(number % routes.size());
    return new Draft(route, caller(route, random), random).call();
  }

  /** A request with this text at this place of its body, and otherwise as it should be. */
  Call withText(FuzzRoute route, Caller caller, Place place, String text) {
    var draft = new Draft(route, caller, new Random(seed));
    draft.put(place, Json.write(text));
    return draft.call();
  }

  /** A request with this value of a query parameter, encoded. */
  Call withParameter(FuzzRoute route, Caller caller, String name, String text) {
    var draft = new Draft(route, caller, new Random(seed));
    draft.query.removeIf(pair -> pair.startsWith(name + "="));
    draft.query.add(name + "=" + encoded(text));
    return draft.call();
  }

  /** A request with this value in its path, encoded. */
  Call withPathParameter(FuzzRoute route, Caller caller, String name, String text) {
    var draft = new Draft(route, caller, new Random(seed));
    draft.path = draft.filled(route.path().replace("{" + name + "}", encoded(text)));
    return draft.call();
  }

  /** Percent-encoded UTF-8; halves of surrogate pairs as the three bytes that they would be. */
  static String encoded(String text) {
    var encoded = new StringBuilder();
    for (byte each : bytes(text)) {
      boolean plain =
          (each >= '0' && each <= '9')
              || (each >= 'A'
                  && each <= 'z'
                  && each != '\\'
                  && each != '['
                  && each != ']'
                  && each != '^'
                  && each != '`');
      encoded.append(
          plain
              ? Character.toString((char) each)
              : "%" + HexFormat.of().withUpperCase().toHexDigits(each));
    }
    return encoded.toString();
  }

  private static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            it -> {
              if (it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE) {
                bytes.write(0xe0 | (it >> 12));
                bytes.write(0x80 | ((it >> 6) & 0x3f));
                bytes.write(0x80 | (it & 0x3f));
              } else {
                bytes.writeBytes(Character.toString(it).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** A request in the making. */
  private final class Draft {

    private final FuzzRoute route;
    private final Caller caller;
    private final Random random;
    private final List<Header> headers = new ArrayList<>();
    private final List<String> query = new ArrayList<>();
    private String path;
    private byte[] body = new byte[0];
    private boolean signed;

    Draft(FuzzRoute route, Caller caller, Random random) {
      this.route = route;
      this.caller = caller;
      this.random = random;
      this.signed = route.isWebhook();
      JsonNode example = route.examples().get(random.nextInt(route.examples().size()));
      if (route.request() != null) {
        body = Json.writeBytes(example);
      } else if (route.query() != null) {
        example
            .properties()
            .forEach(it -> query.add(it.getKey() + "=" + encoded(it.getValue().asString())));
      }
      path = plainPath("identity");
      addHeaders();
    }

    private String plainPath(String section) {
      return filled(route.path().replace("{section}", section));
    }

    private String filled(String template) {
      return template.replace("{id}", caller.session()).replace("{section}", "identity");
    }

    private void addHeaders() {
      headers.add(Header.of("content-type", "application/json"));
      headers.add(Header.of("origin", origin));
      if (!route.isPublic()) {
        headers.add(Header.of("authorization", "Bearer " + caller.token()));
      }
      if (route.method().equals("POST")) {
        headers.add(
            Header.of(
                "idempotency-key", new UUID(random.nextLong(), System.nanoTime()).toString()));
      }
      if (List.of("PUT", "PATCH").contains(route.method())) {
        headers.add(Header.of("if-match", caller.tag(path)));
      }
    }

    Call call() {
      String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
      List<Header> all = new ArrayList<>(headers);
      if (signed) {
        all.addAll(signature());
      }
      return new Call(route.method(), target, all, body);
    }

    /** As Svix signs for the identity provider. */
    private List<Header> signature() {
      String id = "msg_" + UUID.randomUUID();
      String now = String.valueOf(Instant.now().getEpochSecond());
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] secret = Base64.getDecoder().decode(webhookSecret.replaceFirst("^whsec_", ""));
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        mac.update((id + "." + now + ".").getBytes(StandardCharsets.UTF_8));
        String digest = Base64.getEncoder().encodeToString(mac.doFinal(body));
        return List.of(
            Header.of("svix-id", id),
            Header.of("svix-timestamp", now),
            Header.of("svix-signature", "v1," + digest));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Makes one thing about it wrong. */
    void spoil() {
      int what = random.nextInt(20);
      if (what < 8 && !route.places().isEmpty()) {
        spoilBody();
      } else if (what < 12 && (what < 9 || !route.queryParameters().isEmpty())) {
        spoilQuery();
      } else if (what < 14 && !route.pathParameters().isEmpty()) {
        spoilPath();
      } else if (what < 18) {
        spoilHeader();
      } else if (what == 18) {
        spoilBytes();
      } else {
        spoilCaller();
      }
    }

    private void spoilBody() {
      List<Place> places = route.places();
      List<Place> texts = places.stream().filter(Place::isText).toList();
      boolean ofText = !texts.isEmpty() && random.nextInt(3) > 0;
      Place place = pick(ofText ? texts : places);
      String value =
          switch (random.nextInt(ofText ? 2 : 4)) {
            case 0 -> written(pick(hostile));
            case 1 -> ofText ? written(pick(hostile) + pick(hostile)) : pick(NUMBERS);
            case 2 -> pick(NUMBERS);
            default -> pick(VALUES);
          };
      if (place.names().isEmpty()) {
        spoilTop(value);
      } else {
        put(place, value);
      }
    }

    /** A property that is not known, missing, or there twice. */
    private void spoilTop(String value) {
      String name = random.nextBoolean() ? written(pick(hostile)) : "\"org_id\"";
      ObjectNode object = (ObjectNode) pick(route.examples()).deepCopy();
      List<String> names = List.copyOf(object.propertyNames());
      String text = Json.write(object);
      if (random.nextInt(3) == 0 && !names.isEmpty()) {
        object.remove(pick(names));
        body = Json.writeBytes(object);
      } else if (random.nextBoolean() && !names.isEmpty()) {
        body = raw("{" + Json.write(pick(names)) + ":" + value + "," + text.substring(1));
      } else {
        body = raw("{" + name + ":" + value + (names.isEmpty() ? "}" : "," + text.substring(1)));
      }
    }

    /** Puts raw JSON at a place, making what is above it. */
    private void put(Place place, String value) {
      String mark = "here-" + Long.toHexString(seed) + "-goes";
      JsonNode changed = with(route.exampleFor(place), place.names(), mark);
      body = raw(Json.write(changed).replace("\"" + mark + "\"", value));
      path = plainPath(place.section());
    }

    private static JsonNode with(JsonNode node, List<String> names, String mark) {
      if (names.isEmpty()) {
        return Json.tree(mark);
      }
      String name = names.getFirst();
      List<String> rest = names.subList(1, names.size());
      if (name.equals("0")) {
        ArrayNode array = Json.array();
        array.add(with(node.path(0), rest, mark));
        return array;
      }
      ObjectNode object = node instanceof ObjectNode there ? there.deepCopy() : Json.object();
      // The fields of an example may be those of another section.
      JsonNode below = name.equals("fields") ? Json.object() : object.path(name);
      object.set(name, with(below, rest, mark));
      return object;
    }

    /** As a JSON string, its characters as they are or escaped. */
    private String written(String text) {
      if (random.nextBoolean()) {
        return text.chars()
            .mapToObj(it -> "\\u%04x".formatted(it))
            .collect(Collectors.joining("", "\"", "\""));
      }
      return Json.write(text);
    }

    /** Bytes of JSON; a half of a surrogate pair becomes the bytes that it would be. */
    private byte[] raw(String json) {
      return bytes(json);
    }

    private void spoilQuery() {
      List<String> names = new ArrayList<>(route.queryParameters());
      names.add("unknown");
      String name = pick(names);
      String value = encoded(pick(hostile));
      value = value.length() > 6000 ? value.substring(0, 3000) : value;
      switch (random.nextInt(6)) {
        case 0 -> {
          query.add(name + "=" + value);
          query.add(name + "=" + value);
        }
        case 1 ->
            query.add(name + "=%" + pick(List.of("zz", "", "f", "ff", "c0%80", "ed%a0%bd", "00")));
        case 2 -> query.add(value + "=" + name);
        case 3 -> query.add(pick(List.of("", "=", "&&", name, name + "==", "=" + value, "%3d")));
        default -> {
          query.removeIf(pair -> pair.startsWith(name + "="));
          query.add(name + "=" + value);
        }
      }
    }

    private void spoilPath() {
      String name = pick(route.pathParameters());
      String value = encoded(pick(hostile));
      value = value.length() > 6000 ? value.substring(0, 3000) : value;
      path = route.path().replace("{" + name + "}", value.isEmpty() ? "%20" : value);
      path = filled(path);
    }

    private void spoilHeader() {
      String name = pick(HEADERS);
      switch (random.nextInt(4)) {
        case 0 -> headers.removeIf(header -> header.name().equals(name));
        case 1 -> {
          headers.add(new Header(name, value(name)));
          headers.add(new Header(name, value(name)));
        }
        default -> {
          headers.removeIf(header -> header.name().equals(name));
          headers.add(new Header(name, value(name)));
        }
      }
      signed &= !name.startsWith("svix-");
    }

    /** A value that a header line can carry. */
    private byte[] value(String name) {
      String text = random.nextInt(3) == 0 ? pick(usual(name)) : pick(hostile);
      text = text.replaceAll("[\\p{Cntrl}]", "").strip();
      byte[] value = bytes(text.length() > 3000 ? text.substring(0, 3000) : text);
      return random.nextInt(8) == 0 ? new byte[] {'a', (byte) 0xff, (byte) 0x80} : value;
    }

    private List<String> usual(String name) {
      return switch (name) {
        case "authorization" ->
            List.of(
                "Bearer",
                "Bearer ",
                "Basic YTpi",
                "Bearer e30.e30.e30",
                "Bearer " + caller.token() + "x");
        case "cookie" ->
            List.of(
                "xentri_session=" + caller.token(),
                "xentri_session=x; xentri_session=" + caller.token(),
                "xentri_refresh=e30.e30.e30",
                "=;=;;");
        case "content-type" ->
            List.of(
                "application/jsonp",
                "application/json; charset=utf-16",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                ";");
        case "content-encoding" -> List.of("gzip", "br", "identity", "gzip, gzip", "*");
        case "if-match", "if-none-match" ->
            List.of("*", "\"1\"", "\"1\", \"2\"", "W/\"1\"", "\"99999999999999999999\"", "\"\"");
        case "x-org-id" ->
            List.of(
                "00000000-0000-0000-0000-000000000000", "1-1-1-1-1", UUID.randomUUID().toString());
        case "idempotency-key" -> List.of("k", "k,k", "k".repeat(256), "\u00e9");
        case "svix-timestamp" -> List.of("0", "99999999999", "-1", "1e9");
        case "traceparent" -> List.of("00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00", "ff");
        default -> List.of("", ",", "127.0.0.1, ::1, x", "Root=1-00000000-" + "f".repeat(24));
      };
    }

    private void spoilBytes() {
      String text = new String(body, StandardCharsets.UTF_8);
      body =
          switch (random.nextInt(10)) {
            case 0 -> new byte[0];
            case 1 ->
                text.isEmpty() ? raw("{") : raw(text.substring(0, random.nextInt(text.length())));
            case 2 ->
                "{\"name\":\"J\u00f6rg\",\"text\":\"\u00fc\"}"
                    .getBytes(StandardCharsets.ISO_8859_1);
            case 3 -> text.getBytes(StandardCharsets.UTF_16);
            case 4 -> raw("\ufeff" + text);
            case 5 -> gzipped(text);
            case 6 -> raw("[".repeat(100_000));
            case 7 -> raw("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000));
            case 8 -> raw("{\"text\":\"" + "x".repeat(1 << 20) + "\"}");
            default -> raw(pick(VALUES));
          };
      if (random.nextInt(4) == 0) {
        headers.add(Header.of("content-encoding", pick(List.of("gzip", "identity", "br"))));
      }
    }

    private byte[] gzipped(String text) {
      var bytes = new ByteArrayOutputStream();
      try (var zip = new GZIPOutputStream(bytes)) {
        zip.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      headers.add(Header.of("content-encoding", "gzip"));
      return bytes.toByteArray();
    }

    private void spoilCaller() {
      headers.removeIf(header -> header.name().equals("authorization"));
      if (random.nextBoolean()) {
        headers.add(Header.of("cookie", "xentri_session=" + caller.token()));
      }
      if (random.nextInt(3) == 0) {
        headers.removeIf(header -> header.name().equals("origin"));
      }
    }

    private <T> T pick(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }
  }
}
