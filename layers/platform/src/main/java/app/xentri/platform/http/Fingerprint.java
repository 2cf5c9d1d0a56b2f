package app.xentri.platform.http;

import app.xentri.platform.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What makes two requests the same: method, path and body. */
final class Fingerprint {

  private Fingerprint() {}

  static String of(Request request) {
    String what = request.method() + " " + request.path() + "\n";
    return HexFormat.of()
        .formatHex(Sha256.of(what.getBytes(StandardCharsets.UTF_8), request.body()));
  }
}
