package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A JSON file that only its owner can read (mode 0600), replaced whole or not at all. */
record PrivateFile(Path path) {

  boolean exists() {
    return Files.exists(path);
  }

  JsonNode read() {
    try {
      return Json.parse(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path.getFileName(), e);
    }
  }

  void write(JsonNode content) {
    Path next = path.resolveSibling(path.getFileName() + ".next");
    try {
      Files.deleteIfExists(next);
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      try (var channel =
          FileChannel.open(
              next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
        channel.write(StandardCharsets.UTF_8.encode(content.toPrettyString()));
        channel.force(true);
      }
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path.getFileName(), e);
    }
  }
}
