package app.xentri.local.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/**
 * What Redis keeps on disk, and what can be done when it cannot read that any more. Nothing is
 * thrown away: the files as they were stay beside the mended ones.
 *
 * @param folder where Redis' {@code data} is
 * @param server Redis' own program, which checks its files when it is called by another name
 */
record AppendOnlyFiles(Path folder, Path server) {

  private static final int CHECK_SECONDS = 60;

  Path data() {
    return folder.resolve("data");
  }

  /** Copies the files as they are; where to. */
  Path copy() throws IOException {
    Path copy = aside();
    FileUtils.copyDirectory(data().toFile(), copy.toFile());
    return copy;
  }

  /** Moves the files away, so that Redis starts without any; where to. */
  Path setAside() throws IOException {
    Path aside = aside();
    Files.move(data(), aside);
    Files.createDirectory(data());
    return aside;
  }

  private Path aside() {
    return folder.resolve("data-damaged-" + Instant.now().toString().replace(':', '-'));
  }

  /**
   * Cuts off what follows the last command that can be read.
   *
   * @return whether Redis' own check finds nothing wrong after that
   */
  boolean cut() throws IOException {
    Path check = folder.resolve("redis-check-aof");
    Files.deleteIfExists(check);
    Files.createSymbolicLink(check, server);
    Process process =
        new ProcessBuilder(
                check.toString(),
                "--fix",
                data().resolve("appendonlydir/appendonly.aof.manifest").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var answer = process.getOutputStream()) {
      answer.write("y\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return false; // It had nothing to ask, because there is nothing that it could mend.
    }
    return ended(process);
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(CHECK_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Redis' files were checked", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
