package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.process.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * What Clerk's dashboard would show once. Made on the first start of a home and kept in a file that
 * only its owner can read.
 *
 * @param instanceId {@code ins_…}
 * @param secretKey bearer of the Backend API, {@code sk_test_…}
 * @param webhookSecret {@code whsec_} and Base64 of 24 bytes
 */
record ApiKeys(String instanceId, String secretKey, String webhookSecret) {

  // clerk-js asks for a dev browser only when the host inside the key ends like this.
  private static final String FRONTEND_HOST = "xentri-local.clerk.accounts.dev";

  static ApiKeys in(Path folder) {
    Path file = folder.resolve("secrets.json");
    if (!Files.exists(file)) {
      var made =
          Json.object()
              .put("instance_id", Ids.next("ins"))
              .put("secret_key", "sk_test_" + Ids.letters(42))
              .put("webhook_secret", "whsec_" + Base64.getEncoder().encodeToString(Ids.bytes(24)));
      Secrets.writePrivately(file, made.toPrettyString());
    }
    return Json.SNAKE_CASE.treeToValue(Json.file(file), ApiKeys.class);
  }

  /** The key for the browser, {@code pk_test_…}: no secret, the same in every home. */
  String publishableKey() {
    return "pk_test_"
        + Base64.getEncoder()
            .encodeToString((FRONTEND_HOST + "$").getBytes(StandardCharsets.US_ASCII));
  }
}
