import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes each jar of a folder anew without compression, everything else of it as it was. A function
 * inflates some 1,600 classes until its first answer; what is uploaded is compressed as a whole.
 * Run by Maven when it has assembled a layer: {@code java StoreJars.java FOLDER}.
 */
final class StoreJars {

  private StoreJars() {}

  public static void main(String[] arguments) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    jars.parallelStream().forEach(StoreJars::store);
  }

  private static void store(Path jar) {
    Path stored = jar.resolveSibling(jar.getFileName() + ".stored");
    try {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        if (zip.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED)) {
          return;
        }
        try (OutputStream file = Files.newOutputStream(stored);
            ZipOutputStream out = new ZipOutputStream(file)) {
          for (ZipEntry entry : zip.stream().toList()) {
            copy(zip, entry, out);
          }
        }
      }
      Files.move(stored, jar, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(jar.toString(), e);
    }
  }

  private static void copy(ZipFile zip, ZipEntry entry, ZipOutputStream out) throws IOException {
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readAllBytes();
    }
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry stored = new ZipEntry(entry.getName());
    stored.setMethod(ZipEntry.STORED);
    stored.setSize(content.length);
    stored.setCrc(sum.getValue());
    stored.setTimeLocal(entry.getTimeLocal());
    out.putNextEntry(stored);
    out.write(content);
    out.closeEntry();
  }
}
