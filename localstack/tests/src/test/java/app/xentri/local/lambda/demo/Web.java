package app.xentri.local.lambda.demo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers with the very event it got, so that a test can see it; or, at {@code /api/answer}, with
 * whatever the base64 body holds.
 */
public final class Web implements RequestStreamHandler {
  private static final Pattern BODY = Pattern.compile("\"body\":\"([^\"]*)\"");

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    byte[] event = input.readAllBytes();
    String text = new String(event, StandardCharsets.UTF_8);
    if (text.contains("\"rawPath\":\"/api/answer\"")) {
      Matcher body = BODY.matcher(text);
      output.write(body.find() ? Base64.getDecoder().decode(body.group(1)) : new byte[0]);
    } else if (text.contains("\"rawPath\":\"/api/large\"")) {
      output.write(("\"" + "ü".repeat(4 * 1024 * 1024) + "\"").getBytes(StandardCharsets.UTF_8));
    } else if (text.contains("\"rawPath\":\"/api/fault\"")) {
      throw new IllegalStateException("secret detail");
    } else if (text.contains("\"rawPath\":\"/api/slow")) {
      pause();
    } else {
      output.write(event);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
