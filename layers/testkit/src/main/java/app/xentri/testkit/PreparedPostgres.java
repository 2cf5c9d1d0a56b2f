package app.xentri.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.commons.io.FileUtils;

/**
 * A Postgres data folder with roles and all migrations, made once for these migrations below {@code
 * target} and copied by each JVM of tests: to lay one out takes longer than many a test.
 */
final class PreparedPostgres {

  private PreparedPostgres() {}

  /** Copies it, or makes it first; another JVM that makes it is waited for. */
  static void copyTo(Path folder) throws IOException {
    Path all = Files.createDirectories(Repository.root().resolve("target/test-postgres"));
    try (FileChannel lock =
            FileChannel.open(
                all.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = lock.lock()) {
      Path prepared = all.resolve(key());
      if (!Files.exists(prepared)) {
        make(all, prepared);
      }
      FileUtils.copyDirectory(prepared.toFile(), folder.toFile());
    }
  }

  private static void make(Path all, Path prepared) throws IOException {
    try (var others = Files.list(all)) {
      for (Path other : others.filter(Files::isDirectory).toList()) {
        FileUtils.deleteDirectory(other.toFile());
      }
    }
    Path draft = all.resolve("draft");
    TestPostgres.layOut(draft);
    Files.move(draft, prepared, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Of all that goes into it: the migrations, what comes before them, and which Postgres it is. */
  private static String key() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(Repository.root().resolve("pom.xml")));
      digest.update(bytes("TestPostgres.class"));
      for (String migration : migrations()) {
        digest.update(bytes("/migrations/" + migration));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Class paths cannot be listed, so the names are those of the project's folder. */
  private static List<String> migrations() throws IOException {
    try (var files = Files.list(Repository.root().resolve("schema/migrations"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sql"))
          .sorted()
          .toList();
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = PreparedPostgres.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    }
  }
}
