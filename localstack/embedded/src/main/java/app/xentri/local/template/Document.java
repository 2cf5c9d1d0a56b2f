package app.xentri.local.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A template's file. */
final class Document {

  private Document() {}

  /** The whole of it, unresolved. */
  static Section read(Path file) {
    try {
      return Section.of(
          "template", YamlReader.read(String.valueOf(file.getFileName()), Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
