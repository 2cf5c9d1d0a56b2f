package app.xentri.e2e;

import java.util.List;
import java.util.UUID;

/** What a spoilt request may hold that nobody would send: beside {@link Hostile} texts. */
final class FuzzValues {

  static final List<String> HEADERS =
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

  static final List<String> NUMBERS =
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

  static final List<String> VALUES =
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

  private FuzzValues() {}

  /** What this header often holds, almost right. */
  static List<String> usual(String header, String token) {
    return switch (header) {
      case "authorization" ->
          List.of("Bearer", "Bearer ", "Basic YTpi", "Bearer e30.e30.e30", "Bearer " + token + "x");
      case "cookie" ->
          List.of(
              "xentri_session=" + token,
              "xentri_session=x; xentri_session=" + token,
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
}
