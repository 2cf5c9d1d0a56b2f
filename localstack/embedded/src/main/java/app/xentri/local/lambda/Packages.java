package app.xentri.local.lambda;

import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the build leaves what goes to Lambda. The {@code build-%} targets of the contexts'
 * Makefiles copy the same files into the zips.
 *
 * @param jar a function's code, inside its {@code CodeUri}
 * @param layer a layer's content, inside its {@code ContentUri}; Lambda unpacks it below /opt
 */
public record Packages(String jar, String layer) {

  /** The layout of this project. */
  public static Packages ofProject() {
    return new Packages("target/fn.jar", "target/layer");
  }

  /**
   * Everything that any function of the template may load, without repetition.
   *
   * @throws IllegalStateException when something has not been built
   */
  public List<Path> all(Template template) {
    Set<Path> jars = new LinkedHashSet<>();
    template.functions().forEach(function -> jars.addAll(of(function, template.layers())));
    return List.copyOf(jars);
  }

  /** What one function loads, in Lambda's order: its own code, then its layers' jars by name. */
  List<Path> of(Function function, Map<String, Path> layers) {
    Map<String, Path> byName = new TreeMap<>();
    for (String layer : function.layers()) {
      Path folder = layers.get(layer);
      if (folder == null) {
        throw new IllegalStateException(function.name() + " has an unknown layer " + layer);
      }
      // All layers are unpacked into one /opt, so a later one replaces a file of the same name.
      list(folder.resolve(this.layer).resolve("java/lib"))
          .forEach(file -> byName.put(String.valueOf(file.getFileName()), file));
    }
    List<Path> jars = new ArrayList<>(byName.values());
    jars.addFirst(existing(function.code().resolve(jar)));
    return jars;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(existing(folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(path + " has not been built; run: make build");
    }
    return path;
  }
}
