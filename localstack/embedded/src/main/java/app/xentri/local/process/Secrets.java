package app.xentri.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random secrets that are made once per home and kept in a file that only its owner can read. */
public final class Secrets {

  private static final int BYTES = 24;

  private Secrets() {}

  /**
   * The secret kept in the folder under this name: 48 hexadecimal characters, made if missing or
   * empty, as a machine that lost its power may leave a file.
   */
  public static String keep(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file) || Files.readString(file).isBlank()) {
        writePrivately(file, random());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the secret " + name, e);
    }
  }

  /** A fresh secret of 48 hexadecimal characters. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Replaces the file in one step; it is never readable by others, not even while it is written.
   */
  public static void writePrivately(Path file, String text) {
    try {
      Path draft =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              file.getFileName().toString(),
              ".draft",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.write(StandardCharsets.UTF_8.encode(text));
        channel.force(true); // A machine that loses its power must not keep the name alone.
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file.getFileName(), e);
    }
  }
}
