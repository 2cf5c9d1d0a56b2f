package app.xentri.local.gateway;

import app.xentri.local.Json;
import app.xentri.local.http.Routes.Match;
import app.xentri.local.template.Template.Route;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the event that a function gets for a request: payload format 2.0 of HTTP APIs. */
final class ProxyEvent {
  private static final JsonMapper JSON = Json.MAPPER;
  private static final DateTimeFormatter CLF =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> TEXT_TYPES =
      Set.of("application/json", "application/javascript", "application/xml");

  private final String account;
  private final String api;

  ProxyEvent(String account, String api) {
    this.account = account;
    this.api = api;
  }

  /**
   * The event as JSON.
   *
   * @param body empty when the request has none
   */
  String of(Incoming incoming, Match<Route> match, byte[] body, String requestId, Instant now) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0");
    event.put("routeKey", match.handler().key());
    event.put("rawPath", incoming.path()); // Decoded, whatever its name says: so HTTP APIs send it.
    event.put("rawQueryString", incoming.query());
    cookies(event, incoming);
    headers(event.putObject("headers"), incoming, now);
    query(event, incoming.query());
    if (!match.parameters().isEmpty()) {
      match.parameters().forEach(event.putObject("pathParameters")::put);
    }
    event.set("requestContext", context(incoming, match, requestId, now));
    body(event, incoming, body);
    return JSON.writeValueAsString(event);
  }

  private static void cookies(ObjectNode event, Incoming incoming) {
    List<String> headers = incoming.headers().getOrDefault("cookie", List.of());
    if (headers.isEmpty()) {
      return;
    }
    ArrayNode cookies = event.putArray("cookies");
    headers.stream()
        .flatMap(header -> Arrays.stream(header.split(";", -1)))
        .map(String::strip)
        .filter(cookie -> !cookie.isEmpty())
        .forEach(cookies::add);
  }

  private static void headers(ObjectNode headers, Incoming incoming, Instant now) {
    incoming
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equals("cookie")) {
                headers.put(name, String.join(",", values));
              }
            });
    incoming
        .header("x-forwarded-for")
        .ifPresentOrElse(
            before -> headers.put("x-forwarded-for", before + ", " + incoming.source()),
            () -> headers.put("x-forwarded-for", incoming.source()));
    headers.put("x-forwarded-port", Integer.toString(incoming.port()));
    headers.put("x-forwarded-proto", "http");
    if (!headers.has("x-amzn-trace-id")) {
      headers.put("x-amzn-trace-id", traceId(now));
    }
  }

  /** As X-Ray writes one: seconds since 1970 and 96 random bits, in hexadecimal. */
  private static String traceId(Instant now) {
    String random = UUID.randomUUID().toString().replace("-", "").substring(8);
    return "Root=1-%08x-%s".formatted(now.getEpochSecond(), random);
  }

  private static void query(ObjectNode event, String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        parameters.merge(name, value, (first, second) -> first + "," + second);
      }
    }
    if (!parameters.isEmpty()) {
      parameters.forEach(event.putObject("queryStringParameters")::put);
    }
  }

  /** What encodes nothing stays as written; functions find the query itself beside it. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private ObjectNode context(Incoming incoming, Match<Route> match, String requestId, Instant now) {
    String host = incoming.header("host").orElse("localhost").replaceFirst(":\\d+$", "");
    ObjectNode context = JSON.createObjectNode();
    context.put("accountId", account);
    context.put("apiId", api);
    context.put("domainName", host);
    context.put("domainPrefix", host.replaceFirst("\\..*$", ""));
    ObjectNode http = context.putObject("http");
    http.put("method", incoming.method());
    http.put("path", incoming.path());
    http.put("protocol", incoming.protocol());
    http.put("sourceIp", incoming.source());
    http.put("userAgent", incoming.header("user-agent").orElse(""));
    context.put("requestId", requestId);
    context.put("routeKey", match.handler().key());
    context.put("stage", "$default");
    context.put("time", CLF.format(now));
    context.put("timeEpoch", now.toEpochMilli());
    return context;
  }

  private static void body(ObjectNode event, Incoming incoming, byte[] body) {
    boolean text = isText(incoming) && isUtf8(body);
    if (body.length > 0) {
      event.put(
          "body",
          text
              ? new String(body, StandardCharsets.UTF_8)
              : Base64.getEncoder().encodeToString(body));
    }
    event.put("isBase64Encoded", body.length > 0 && !text);
  }

  /** Text of another encoding is bytes: a function must be able to tell it from what was meant. */
  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /**
   * Everything that is not known to be text travels in base64: form fields, {@code +json} types and
   * what comes without a type included. Checked against the service, whose list is not documented.
   */
  private static boolean isText(Incoming incoming) {
    if (incoming
        .header("content-encoding")
        .filter(encoding -> !encoding.equals("identity"))
        .isPresent()) {
      return false;
    }
    String type =
        incoming
            .header("content-type")
            .orElse("")
            .split(";", 2)[0]
            .strip()
            .toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || TEXT_TYPES.contains(type);
  }
}
