package app.xentri.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * The native part of AWS's runtime interface client. Left to itself, every process writes it over
 * {@code /tmp/.libaws-lambda-jni.so}, and one that loads the file in that moment crashes.
 */
final class NativeClient {
  private static final String PROPERTY =
      "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=";

  private NativeClient() {}

  /**
   * Unpacks it into a folder.
   *
   * @return the argument that makes a process use that copy; none on a system other than Linux with
   *     glibc, where the client is left to itself
   */
  static Optional<String> unpack(Path folder) {
    if (!System.getProperty("os.name", "").equals("Linux")
        || Files.exists(Path.of("/etc/alpine-release"))) {
      return Optional.empty();
    }
    String machine =
        switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch_64";
          case String _ -> "";
        };
    String name = "libaws-lambda-jni.linux-" + machine + ".so";
    try (InputStream library = AWSLambda.class.getResourceAsStream("/jni/" + name)) {
      if (library == null) {
        return Optional.empty();
      }
      Path copy = Files.createDirectories(folder).resolve(name);
      Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(PROPERTY + copy);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the native runtime client", e);
    }
  }
}
