package app.xentri.bench;

import app.xentri.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built function packages and layers, as they are deployed. */
record Packages(Path root) {

  /**
   * What Lambda puts on the class path of a function: its own jar, then the jars of its layers by
   * name, then the runtime client.
   */
  String classPath(Template.Function function) {
    return classPath(functionJar(function), layers(function));
  }

  /** The same for a jar that needs nothing but the runtime layer. */
  String classPath(Path jar) {
    return classPath(jar, List.of(runtimeLayer()));
  }

  private static String classPath(Path jar, List<Path> layers) {
    var jars = new ArrayList<Path>();
    jars.add(jar);
    for (Path layer : layers) {
      jars.addAll(jars(layer));
    }
    jars.add(jarOf("com.amazonaws.services.lambda.runtime.api.client.AWSLambda"));
    jars.add(jarOf("com.amazonaws.services.lambda.runtime.serialization.PojoSerializer"));
    return jars.stream().map(Path::toString).collect(Collectors.joining(":"));
  }

  Path functionJar(Template.Function function) {
    return function.code().resolve("target/fn.jar");
  }

  Path runtimeLayer() {
    return root.resolve("layers/runtime/target/layer/java/lib");
  }

  Path clerkLayer() {
    return root.resolve("layers/clerk/target/layer/java/lib");
  }

  Path pdfLayer() {
    return root.resolve("layers/pdf/target/layer/java/lib");
  }

  private List<Path> layers(Template.Function function) {
    List<Path> layers = new ArrayList<>();
    layers.add(runtimeLayer());
    if (function.layers().contains("ClerkLayer")) {
      layers.add(clerkLayer());
    }
    if (function.layers().contains("PdfLayer")) {
      layers.add(pdfLayer());
    }
    return layers;
  }

  /** Bytes of all files below a folder. */
  static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("build first: " + folder, e);
    }
  }

  /** The jar on our own class path that holds a class. */
  static Path jarOf(String className) {
    try {
      return Path.of(
          Class.forName(className).getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(className, e);
    }
  }
}
