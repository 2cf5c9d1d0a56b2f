package app.xentri.e2e;

import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One running local cloud for all classes of this tier; ended when the last test has run. */
public final class Cloud implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningCloud.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(RunningCloud.class, _ -> start(), RunningCloud.class);
  }

  private static RunningCloud start() {
    try {
      return new RunningCloud(Files.createTempDirectory("xentri-e2e"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
