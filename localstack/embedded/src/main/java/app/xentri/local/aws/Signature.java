package app.xentri.local.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS' Signature Version 4 in a request's {@code Authorization} header.
 *
 * @param scope day, region, service and {@code aws4_request}
 * @param headers names of the headers that are signed too
 */
record Signature(
    String keyId, String scope, String service, List<String> headers, String signature) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          ALGORITHM
              + " +Credential=([^/]+)/([0-9]{8}/[^/]+/([^/]+)/aws4_request), *"
              + "SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);
  private static final Duration SKEW = Duration.ofMinutes(15);

  Signature {
    headers = List.copyOf(headers);
  }

  /** The signature of a request; empty when it has none. */
  static Optional<Signature> of(Headers headers) {
    Matcher matcher =
        AUTHORIZATION.matcher(
            Optional.ofNullable(headers.getFirst("Authorization")).orElse("").strip());
    return matcher.matches()
        ? Optional.of(
            new Signature(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                List.of(matcher.group(4).split(";", -1)),
                matcher.group(5)))
        : Optional.empty();
  }

  /** Whether it was made with this key for just this request, at most fifteen minutes ago. */
  boolean isOf(Keys keys, HttpExchange exchange, byte[] body, Clock clock) {
    String time =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Date")).orElse("");
    if (!headers.containsAll(List.of("host", "x-amz-date")) || !isRecent(time, clock)) {
      return false;
    }
    String toSign =
        String.join("\n", ALGORITHM, time, scope, hex(sha256(canonical(exchange, body))));
    byte[] key = ("AWS4" + keys.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return MessageDigest.isEqual(
        hex(hmac(key, toSign)).getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.US_ASCII));
  }

  private boolean isRecent(String time, Clock clock) {
    try {
      Instant signed = TIME.parse(time, Instant::from);
      return time.startsWith(scope.substring(0, 8))
          && Duration.between(signed, clock.instant()).abs().compareTo(SKEW) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private String canonical(HttpExchange exchange, byte[] body) {
    String values =
        headers.stream()
            .map(name -> name + ":" + value(exchange, name) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        exchange.getRequestMethod(),
        path(exchange.getRequestURI().getRawPath()),
        query(exchange.getRequestURI().getRawQuery()),
        values,
        String.join(";", headers),
        hex(sha256(body)));
  }

  private static String value(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getOrDefault(name, List.of()).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  /** What is encoded once in the request is encoded once more in what is signed. */
  private static String path(String raw) {
    return raw.isEmpty() ? "/" : raw.replace("%", "%25");
  }

  private static String query(@org.jspecify.annotations.Nullable String raw) {
    return raw == null || raw.isEmpty()
        ? ""
        : Arrays.stream(raw.split("&", -1))
            .map(pair -> pair.contains("=") ? pair : pair + "=")
            .sorted()
            .collect(Collectors.joining("&"));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
