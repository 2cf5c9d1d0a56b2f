package app.xentri.e2e;

import app.xentri.e2e.RawHttp.Call;
import app.xentri.e2e.RawHttp.Header;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What can be strange about a request before anybody looks at what it means: its first line, its
 * path, its headers, how its body is framed, and the body's JSON.
 *
 * @param name for whoever reads a finding
 * @param bytes of the whole request, made of one with nothing wrong about it
 */
record OnTheWire(String name, Writing bytes) {

  /** Writes a request down. */
  @FunctionalInterface
  interface Writing {
    byte[] of(Call plain, String host);
  }

  private static final String NEWLINE = "\r\n";

  static List<OnTheWire> all() {
    List<OnTheWire> all = new ArrayList<>();
    methods(all);
    targets(all);
    versions(all);
    headers(all);
    framing(all);
    json(all);
    return List.copyOf(all);
  }

  private static void methods(List<OnTheWire> all) {
    for (String method :
        List.of("HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "QUERY", "A".repeat(300), "G\tT")) {
      all.add(
          new OnTheWire(
              "method " + method,
              (call, host) ->
                  plain(new Call(method, call.target(), call.headers(), call.body()), host)));
    }
  }

  private static void targets(List<OnTheWire> all) {
    target(all, "absolute", it -> "http://127.0.0.1" + it);
    target(all, "absolute elsewhere", it -> "http://evil.example" + it);
    target(all, "absolute without a host", it -> "http://" + it);
    target(all, "another scheme", it -> "gopher://127.0.0.1" + it);
    target(all, "no slash", it -> it.substring(1));
    target(all, "a slash more", it -> path(it) + "/" + query(it));
    target(all, "two slashes", it -> "/" + it);
    target(all, "slashes inside", it -> it.replace("/v1/", "/v1///"));
    target(all, "a dot", it -> it.replace("/v1/", "/v1/./"));
    target(all, "dots", it -> it.replace("/v1/", "/v1/x/../"));
    target(all, "dots out of it", _ -> "/../../../../etc/passwd");
    target(all, "encoded dots", it -> it.replace("/v1/", "/v1/x/%2e%2e/"));
    target(all, "twice encoded dots", it -> it.replace("/v1/", "/v1/x/%252e%252e/"));
    target(all, "encoded slashes", it -> it.replace("/v1/", "%2fv1%2F"));
    target(all, "backslashes", it -> it.replace("/v1/", "\\v1\\"));
    target(all, "encoded letters", it -> it.replace("/v1/", "/%76%31/"));
    target(all, "capitals", it -> it.replace("/v1/", "/V1/"));
    target(all, "overlong slash", it -> it.replace("/v1/", "%c0%afv1%e0%80%af"));
    target(all, "NUL", it -> path(it) + "%00" + query(it));
    target(all, "half a percent", it -> path(it) + "%" + query(it));
    target(all, "no hexadecimal", it -> path(it) + "%zz" + query(it));
    target(all, "no UTF-8", it -> path(it) + "%ff%fe" + query(it));
    target(all, "bytes", it -> path(it) + "\u00ff\u00fe" + query(it));
    target(all, "a parameter of the path", it -> path(it) + ";a=b" + query(it));
    target(all, "a fragment", it -> it + "#fragment");
    target(all, "a question mark more", it -> it + "?");
    target(all, "only ampersands", it -> path(it) + "?&&&&");
    target(all, "no name", it -> path(it) + "?=a&=b");
    target(all, "a name of brackets", it -> path(it) + "?a[]=1&a[b]=2&[[[");
    target(all, "ten thousand parameters", it -> path(it) + "?" + "a=1&".repeat(10_000));
    target(all, "long", it -> path(it) + "/" + "a".repeat(20_000));
    target(all, "deep", it -> path(it) + "/a".repeat(4_000));
    target(all, "quotes", it -> path(it) + "\"<>^`{|}" + query(it));
    target(all, "a star", _ -> "*");
    target(all, "nothing", _ -> "");
    target(all, "a blank", it -> it + " more");
  }

  private static void target(List<OnTheWire> all, String name, UnaryOperator<String> change) {
    all.add(
        new OnTheWire(
            "target with " + name,
            (call, host) ->
                plain(
                    new Call(
                        call.method(), change.apply(call.target()), call.headers(), call.body()),
                    host)));
  }

  private static String path(String target) {
    return target.replaceFirst("\\?.*", "");
  }

  private static String query(String target) {
    return target.contains("?") ? target.substring(target.indexOf('?')) : "";
  }

  private static void versions(List<OnTheWire> all) {
    for (String version :
        List.of("HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP/1", "http/1.1", "XTTP/1.1", "")) {
      all.add(
          new OnTheWire(
              "version " + version,
              (call, host) ->
                  request(
                      call.method() + " " + call.target() + " " + version,
                      host,
                      call.headers(),
                      length(call.body()),
                      call.body())));
    }
    all.add(
        new OnTheWire(
            "another protocol",
            (_, _) -> latin("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")));
    all.add(
        new OnTheWire("TLS", (_, _) -> latin("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc")));
    all.add(new OnTheWire("nothing", (_, _) -> new byte[0]));
    all.add(
        new OnTheWire(
            "blank lines first", (call, host) -> joined(latin("\r\n\r\n"), plain(call, host))));
    all.add(
        new OnTheWire(
            "bare line feeds",
            (call, host) ->
                latin(
                    new String(plain(call, host), StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n"))));
    all.add(
        new OnTheWire(
            "half a head",
            (call, host) -> {
              String whole = new String(plain(call, host), StandardCharsets.ISO_8859_1);
              return latin(whole.substring(0, whole.indexOf("\r\n\r\n")));
            }));
  }

  private static void headers(List<OnTheWire> all) {
    header(all, "x-long: " + "a".repeat(100_000));
    header(all, "cookie: " + "a=b; ".repeat(10_000));
    header(all, ("x-many: a" + NEWLINE).repeat(2_000) + "x-last: a");
    header(all, "no colon at all");
    header(all, ": no name");
    header(all, "x name: a blank in the name");
    header(all, "x-name : a blank behind the name");
    header(all, "x-folded: a\r\n b\r\n\tc");
    header(all, "x-nul: a\0b");
    header(all, "x-bell: a\u0007b");
    header(all, "x-latin: \u00fc\u00ff");
    header(all, "x-\u00fc: a");
    header(all, "host: evil.example");
    header(all, "host:");
    header(all, "expect: 100-continue");
    header(all, "expect: a miracle");
    header(all, "upgrade: websocket\r\nconnection: upgrade");
    header(
        all,
        "upgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABkAAQAAP__");
    header(all, "connection: keep-alive, close, x-org-id");
    header(all, "range: bytes=0-0,-1,5-2");
    header(all, "accept-encoding: gzip;q=nonsense, *;q=0");
    header(all, "accept: */*;q=" + "9".repeat(500));
    header(all, "if-modified-since: yesterday");
    header(all, "x-http-method-override: DELETE");
    header(all, "x-original-url: /__local/");
    header(all, "x-forwarded-host: evil.example\r\nforwarded: host=evil.example");
    header(all, "x-amzn-trace-id: " + "Root=1-".repeat(500));
    header(all, "baggage: " + "a=b,".repeat(2_000));
    header(all, "content-language: \r\ncontent-location: ://");
    header(all, "te: trailers\r\ntrailer: x-org-id");
  }

  private static void header(List<OnTheWire> all, String line) {
    String shown = line.length() > 60 ? line.substring(0, 60) + "…" : line;
    all.add(
        new OnTheWire(
            "header " + shown.replace(NEWLINE, "\\r\\n").replace("\0", "\\0"),
            (call, host) ->
                request(
                    call.method() + " " + call.target() + " HTTP/1.1",
                    host,
                    call.headers(),
                    length(call.body()) + line + NEWLINE,
                    call.body())));
  }

  private static void framing(List<OnTheWire> all) {
    framed(all, "chunks", "transfer-encoding: chunked", it -> chunks(it, "", ""));
    framed(
        all,
        "chunks with extensions",
        "transfer-encoding: chunked",
        it -> chunks(it, ";a=\"b\"", ""));
    framed(
        all,
        "chunks and trailers",
        "transfer-encoding: chunked",
        it -> chunks(it, "", "x-org-id: x\r\n"));
    framed(all, "Chunks", "Transfer-Encoding: CHUNKED", it -> chunks(it, "", ""));
    framed(
        all,
        "one chunk of no size",
        "transfer-encoding: chunked",
        _ -> latin("zz\r\n{}\r\n0\r\n\r\n"));
    framed(
        all, "a negative chunk", "transfer-encoding: chunked", _ -> latin("-5\r\n{}\r\n0\r\n\r\n"));
    framed(
        all,
        "an endless chunk",
        "transfer-encoding: chunked",
        _ -> latin("ffffffffffffffff\r\n{}"));
    framed(
        all, "a large chunk that ends", "transfer-encoding: chunked", _ -> latin("7fffffff\r\n{}"));
    framed(
        all,
        "no last chunk",
        "transfer-encoding: chunked",
        it -> joined(latin(Integer.toHexString(it.length) + "\r\n"), it));
    framed(
        all,
        "chunks and a length",
        "transfer-encoding: chunked\r\ncontent-length: 3",
        it -> chunks(it, "", ""));
    framed(
        all,
        "a length and chunks",
        "content-length: 3\r\ntransfer-encoding: chunked",
        it -> chunks(it, "", ""));
    framed(all, "two encodings", "transfer-encoding: gzip, chunked", it -> chunks(it, "", ""));
    framed(all, "an unknown encoding", "transfer-encoding: cow", it -> it);
    framed(all, "two equal lengths", "content-length: 2\r\ncontent-length: 2", _ -> latin("{}"));
    framed(all, "two lengths", "content-length: 2\r\ncontent-length: 3", _ -> latin("{} "));
    framed(all, "a list of lengths", "content-length: 2, 2", _ -> latin("{}"));
    framed(all, "a negative length", "content-length: -1", it -> it);
    framed(all, "a length with a sign", "content-length: +2", _ -> latin("{}"));
    framed(all, "a hexadecimal length", "content-length: 0x2", _ -> latin("{}"));
    framed(all, "no number", "content-length: many", it -> it);
    framed(all, "an empty length", "content-length:", it -> it);
    framed(all, "an enormous length", "content-length: 99999999999999999999", it -> it);
    framed(all, "a large length", "content-length: 9223372036854775807", it -> it);
    framed(all, "a length too short", "content-length: 1", it -> it);
    framed(all, "a length too long", "content-length: 5000", it -> it);
    framed(all, "no length", "x-none: 0", it -> it);
    framed(all, "two megabytes", "content-length: 2097152", _ -> latin("x".repeat(2 << 20)));
  }

  private static void framed(
      List<OnTheWire> all, String name, String lines, UnaryOperator<byte[]> body) {
    all.add(
        new OnTheWire(
            "body of " + name,
            (call, host) ->
                request(
                    call.method() + " " + call.target() + " HTTP/1.1",
                    host,
                    call.headers(),
                    lines + NEWLINE,
                    body.apply(call.body()))));
  }

  private static byte[] chunks(byte[] body, String extension, String trailer) {
    var bytes = new ByteArrayOutputStream();
    for (byte each : body) {
      bytes.writeBytes(latin("1" + extension + NEWLINE));
      bytes.write(each);
      bytes.writeBytes(latin(NEWLINE));
    }
    bytes.writeBytes(latin("0" + extension + NEWLINE + trailer + NEWLINE));
    return bytes.toByteArray();
  }

  private static void json(List<OnTheWire> all) {
    json(all, "a byte order mark", it -> "\ufeff" + it);
    json(all, "something behind it", it -> it + "x");
    json(all, "another behind it", it -> it + it);
    json(all, "blanks around it", it -> " \t\r\n" + it + "\n".repeat(5_000));
    json(all, "a comment", it -> "/* a */" + it + "// b");
    json(all, "single quotes", it -> it.replace('"', '\''));
    json(all, "a comma more", it -> it.replaceFirst("}$", ",}"));
    json(all, "a key twice", it -> it.replaceFirst("^\\{", "{\"text\":1,\"text\":2,"));
    json(
        all,
        "a key that is escaped",
        it -> it.replaceFirst("^\\{", "{\"\\\\u0074ext\":1,\"text\":2,"));
    json(
        all,
        "a key of a prototype",
        it -> it.replaceFirst("^\\{", "{\"__proto__\":{\"a\":1},\"constructor\":1,"));
    json(all, "an empty key", it -> it.replaceFirst("^\\{", "{\"\":1,"));
    json(all, "a long key", it -> it.replaceFirst("^\\{", "{\"" + "k".repeat(200_000) + "\":1,"));
    json(all, "many keys", it -> it.replaceFirst("^\\{", "{" + keys()));
    json(
        all,
        "a deep key",
        it -> it.replaceFirst("^\\{", "{\"a\":" + "[".repeat(900) + "]".repeat(900) + ","));
    json(all, "a deeper key", it -> it.replaceFirst("^\\{", "{\"a\":" + "{\"a\":".repeat(50_000)));
    json(all, "a number out of range", it -> it.replaceFirst("^\\{", "{\"a\":1e400,\"b\":-1e400,"));
    json(
        all,
        "a number of any length",
        it -> it.replaceFirst("^\\{", "{\"a\":" + "9".repeat(5_000) + ","));
    json(
        all,
        "an exponent of any length",
        it -> it.replaceFirst("^\\{", "{\"a\":1e" + "9".repeat(50) + ","));
    json(all, "minus nothing", it -> it.replaceFirst("^\\{", "{\"a\":-0,\"b\":-0.0,\"c\":-,"));
    json(all, "nothing", _ -> "");
    json(all, "blanks", _ -> " \n");
    json(all, "null", _ -> "null");
    json(all, "a number", _ -> "-0");
    json(all, "a text", _ -> "\"text\"");
    json(all, "a list", it -> "[" + it + "]");
    json(all, "a long list", it -> "[" + (it + ",").repeat(2_000) + it + "]");
    json(all, "half", it -> it.substring(0, it.length() / 2));
    json(all, "NUL", it -> it + "\0");
    json(all, "a form", _ -> "text=a&name=b");
    json(
        all,
        "XML",
        _ ->
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>");
  }

  private static String keys() {
    var keys = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      keys.append("\"k").append(i).append("\":").append(i).append(',');
    }
    return keys.toString();
  }

  private static void json(List<OnTheWire> all, String name, UnaryOperator<String> change) {
    all.add(
        new OnTheWire(
            "JSON with " + name,
            (call, host) -> {
              String body = new String(call.body(), StandardCharsets.UTF_8);
              byte[] changed =
                  change.apply(body.isEmpty() ? "{}" : body).getBytes(StandardCharsets.UTF_8);
              return plain(new Call(call.method(), call.target(), call.headers(), changed), host);
            }));
  }

  private static byte[] plain(Call call, String host) {
    return request(
        call.method() + " " + call.target() + " HTTP/1.1",
        host,
        call.headers(),
        length(call.body()),
        call.body());
  }

  private static String length(byte[] body) {
    return "content-length: " + body.length + NEWLINE;
  }

  private static byte[] request(
      String line, String host, List<Header> headers, String framing, byte[] body) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(latin(line + NEWLINE + "host: " + host + NEWLINE));
    for (Header header : headers) {
      bytes.writeBytes(latin(header.name() + ": "));
      bytes.writeBytes(header.value());
      bytes.writeBytes(latin(NEWLINE));
    }
    bytes.writeBytes(latin(framing + "connection: close" + NEWLINE + NEWLINE));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first);
    bytes.writeBytes(second);
    return bytes.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return name;
  }
}
