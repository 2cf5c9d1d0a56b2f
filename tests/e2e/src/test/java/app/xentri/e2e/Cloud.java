package app.xentri.e2e;

import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One running local cloud for all classes of this tier, ended when the last test has run, and a
 * look at what it has stored.
 */
public final class Cloud implements ParameterResolver {

  /** The cloud with the folder that it lives in. */
  private record Shared(RunningCloud cloud, Stored stored) implements AutoCloseable {

    static Shared start() {
      try {
        Path home = Files.createTempDirectory("xentri-e2e");
        var cloud = new RunningCloud(home);
        return new Shared(cloud, new Stored(cloud, home));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      cloud.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RunningCloud.class || type == Stored.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Shared shared =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class);
    return parameter.getParameter().getType() == Stored.class ? shared.stored() : shared.cloud();
  }
}
