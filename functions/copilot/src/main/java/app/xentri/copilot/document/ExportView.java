package app.xentri.copilot.document;

import app.xentri.platform.Wire;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A file to hand on, as it is answered: {@code schema/brief/export.json}.
 *
 * @param filename without characters that some system does not take
 * @param content the file, as {@code encoding} says
 */
record ExportView(String filename, String mediaType, Encoding encoding, String content) {

  /** How {@code content} carries the file. */
  enum Encoding implements Wire {
    TEXT,
    BASE64
  }

  private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final int LONGEST = 60;

  static ExportView text(BriefDocument document, String extension, String type, String content) {
    return new ExportView(named(document, extension), type, Encoding.TEXT, content);
  }

  static ExportView bytes(BriefDocument document, String extension, String type, byte[] content) {
    var text = Base64.getEncoder().encodeToString(content);
    return new ExportView(named(document, extension), type, Encoding.BASE64, text);
  }

  private static String named(BriefDocument document, String extension) {
    var safe = UNSAFE.matcher(document.title()).replaceAll("-").replaceAll("^-|-$", "");
    var end = safe.offsetByCodePoints(0, Math.min(LONGEST, safe.codePointCount(0, safe.length())));
    return safe.substring(0, end) + "-brief-v" + document.version() + "." + extension;
  }
}
