package app.xentri.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a process is started with. */
record Launch(String handler, String classPath, Map<String, String> environment, Path log) {

  Launch {
    environment = Map.copyOf(environment);
  }

  FunctionProcess start(List<String> moreOptions) {
    return new FunctionProcess(handler, classPath, environment, moreOptions, log);
  }
}
