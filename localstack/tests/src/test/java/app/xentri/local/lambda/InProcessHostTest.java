package app.xentri.local.lambda;

import app.xentri.local.template.Template;
import java.nio.file.Path;

final class InProcessHostTest extends FunctionHostSuite {
  @Override
  FunctionHost host(Template template, Path folder) {
    return new InProcessHost(template, Packages.ofProject(), ENVIRONMENT);
  }
}
