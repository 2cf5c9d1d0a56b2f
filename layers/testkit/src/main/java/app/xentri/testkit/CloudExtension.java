package app.xentri.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * Gives all test classes of this JVM the same {@link RunningCloud}, in a home of its own; ended
 * when the last test has run.
 */
public final class CloudExtension implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(CloudExtension.class);

  private record Shared(RunningCloud cloud) implements AutoCloseable {

    static Shared start() {
      try {
        return new Shared(new RunningCloud(Files.createTempDirectory("xentri-cloud")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      cloud.close();
      FileSystemUtils.deleteRecursively(cloud.home());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningCloud.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class)
        .cloud();
  }
}
