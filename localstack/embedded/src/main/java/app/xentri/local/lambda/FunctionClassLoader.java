package app.xentri.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds the packaged code of the functions, apart from the local cloud's own class path: a function
 * must find only what is in its layers. Above it stand the JDK and Lambda's interfaces, which both
 * sides share as they do in AWS, where the runtime brings them.
 */
final class FunctionClassLoader extends URLClassLoader {

  /**
   * Loads from these jars.
   *
   * @param jars in the order of the class path
   */
  FunctionClassLoader(List<Path> jars) {
    super(
        "functions",
        jars.stream().map(FunctionClassLoader::url).toArray(URL[]::new),
        new LambdaInterfaces());
  }

  static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a usable path: " + jar, e);
    }
  }

  void end() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the functions' jars", e);
    }
  }

  /** Shows the JDK and, of the local cloud's own classes, only Lambda's interfaces. */
  private static final class LambdaInterfaces extends ClassLoader {
    private static final String SHARED = "com.amazonaws.services.lambda.runtime.";

    LambdaInterfaces() {
      super("lambda-interfaces", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(SHARED)) {
        return Class.forName(name, false, FunctionClassLoader.class.getClassLoader());
      }
      throw new ClassNotFoundException(name);
    }
  }
}
