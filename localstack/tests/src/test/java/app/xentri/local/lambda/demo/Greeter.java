package app.xentri.local.lambda.demo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** A handler whose event and answer AWS's serializer converts. */
public final class Greeter implements RequestHandler<Map<String, String>, Map<String, String>> {

  @Override
  public Map<String, String> handleRequest(Map<String, String> event, Context context) {
    return Map.of("greeting", "Hello " + event.get("name"));
  }
}
