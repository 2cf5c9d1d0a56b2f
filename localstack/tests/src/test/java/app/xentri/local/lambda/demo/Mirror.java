package app.xentri.local.lambda.demo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Does what its event says, so that a test can see the function from inside. */
public final class Mirror implements RequestStreamHandler {
  private final String born = System.getenv("LEVEL");

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    String[] words = event.substring(1, event.length() - 1).split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    String answer =
        switch (words[0]) {
          case "echo" -> rest;
          case "print" -> print(rest);
          case "env" -> String.valueOf(System.getenv(rest));
          case "envAtStart" -> born;
          case "envNames" -> String.join(",", new java.util.TreeSet<>(System.getenv().keySet()));
          case "context" -> context(context);
          case "sleep" -> sleep(Integer.parseInt(rest));
          case "throw" -> throw new IllegalStateException(rest);
          case "load" -> load(rest);
          case "process" -> Long.toString(ProcessHandle.current().pid());
          case "thread" -> thread();
          default -> "unknown " + words[0];
        };
    output.write(("\"" + answer + "\"").getBytes(StandardCharsets.UTF_8));
  }

  private static String print(String text) {
    System.out.println(text);
    System.err.println("error: " + text);
    return "printed";
  }

  private static String context(Context context) {
    boolean timed =
        context.getRemainingTimeInMillis() > 0 && context.getRemainingTimeInMillis() <= 5000;
    context.getLogger().log("through the logger\n");
    return context.getFunctionName()
        + " "
        + context.getMemoryLimitInMB()
        + " "
        + timed
        + " "
        + context.getAwsRequestId().length();
  }

  private static String sleep(int millis) {
    try {
      Thread.sleep(millis);
      return "slept";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static String load(String type) {
    try {
      return Class.forName(type, false, Thread.currentThread().getContextClassLoader())
          .getSimpleName();
    } catch (ClassNotFoundException e) {
      return "not found";
    }
  }

  private static String thread() {
    try {
      StringBuilder seen = new StringBuilder();
      Thread.ofVirtual().start(() -> seen.append(System.getenv("LEVEL"))).join();
      return seen.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
