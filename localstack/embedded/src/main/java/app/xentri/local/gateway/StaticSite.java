package app.xentri.local.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * The CDN's part: files of the built shell, with clean addresses ({@code /sign-in} is {@code
 * sign-in/index.html}), entity tags and compression. It can only ever serve files below its folder.
 */
final class StaticSite {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("xml", "application/xml"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"));

  private final Path root;
  private final Map<Path, Stored> cache = new ConcurrentHashMap<>();

  /**
   * Serves a folder; it may be built, or built again, while the gateway runs.
   *
   * @param root the built shell
   */
  StaticSite(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  private record Stored(FileTime modified, long size, Content content) {}

  /** A file ready to be sent. */
  private static final class Content {
    final byte[] plain;
    final byte[] compressed;
    final String tag;

    Content(byte[] plain, boolean text) {
      this.plain = plain;
      this.compressed = text ? gzip(plain) : plain;
      this.tag = "\"" + hash(plain) + "\"";
    }
  }

  Reply answer(Incoming incoming) {
    if (!incoming.method().equals("GET") && !incoming.method().equals("HEAD")) {
      return Reply.empty(405).with("Allow", "GET, HEAD");
    }
    String path = incoming.path();
    if (path.length() > 1 && path.endsWith("/")) {
      String canonical = path.substring(0, path.length() - 1);
      return page(canonical)
          .map(_ -> Reply.empty(308).with("Location", canonical))
          .orElseGet(() -> missing(incoming));
    }
    return page(path).map(file -> send(incoming, file, 200)).orElseGet(() -> missing(incoming));
  }

  private Reply missing(Incoming incoming) {
    return file("404.html")
        .map(file -> send(incoming, file, 404))
        .orElseGet(() -> Reply.message(404, "Not Found"));
  }

  /** The file that an address stands for: itself, or the index of the folder of that name. */
  private Optional<Path> page(String path) {
    String relative = path.substring(1);
    return relative.isEmpty()
        ? file("index.html")
        : file(relative).or(() -> file(relative + "/index.html"));
  }

  private Optional<Path> file(String relative) {
    for (String segment : relative.split("/", -1)) {
      // Empty and dotted segments, hidden files and other separators never name a page.
      if (segment.isEmpty()
          || segment.startsWith(".")
          || segment.indexOf('\\') >= 0
          || segment.indexOf('\0') >= 0) {
        return Optional.empty();
      }
    }
    Path named = root.resolve(relative);
    try {
      // A link may point out of the folder, so where it ends is what counts.
      return Files.isRegularFile(named) && named.toRealPath().startsWith(root.toRealPath())
          ? Optional.of(named.toRealPath())
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // Built again at this very moment.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built shell", e);
    }
  }

  private Reply send(Incoming incoming, Path file, int status) {
    Content content = content(file);
    boolean text = isText(file);
    boolean compressed =
        text
            && incoming
                .header("accept-encoding")
                .filter(encodings -> encodings.contains("gzip"))
                .isPresent();
    String tag =
        compressed ? content.tag.substring(0, content.tag.length() - 1) + "-gzip\"" : content.tag;
    boolean fresh =
        status == 200
            && incoming.header("if-none-match").filter(known -> known.contains(tag)).isPresent();
    Reply reply =
        fresh
            ? Reply.empty(304)
            : new Reply(status, compressed ? content.compressed : content.plain);
    reply.with("ETag", tag).with("Cache-Control", caching(file));
    if (!fresh) {
      reply.with("Content-Type", TYPES.getOrDefault(extension(file), "application/octet-stream"));
    }
    if (compressed && !fresh) {
      reply.with("Content-Encoding", "gzip");
    }
    return text ? reply.with("Vary", "Accept-Encoding") : reply;
  }

  /** Astro puts a hash of the content in these names; everything else is asked for again. */
  private String caching(Path file) {
    boolean named = file.toString().contains("/_astro/");
    return named ? "public, max-age=31536000, immutable" : "no-cache";
  }

  private Content content(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Stored stored = cache.get(file);
      if (stored == null
          || stored.size() != now.size()
          || !stored.modified().equals(now.lastModifiedTime())) {
        Content content = new Content(Files.readAllBytes(file), isText(file));
        stored = new Stored(now.lastModifiedTime(), now.size(), content);
        cache.put(file, stored);
      }
      return stored.content();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the built shell", e);
    }
  }

  private static boolean isText(Path file) {
    String type = TYPES.getOrDefault(extension(file), "");
    return type.startsWith("text/")
        || type.contains("json")
        || type.contains("xml")
        || type.endsWith("wasm");
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compress in memory", e);
    }
    return out.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
