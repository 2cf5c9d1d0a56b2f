package app.xentri.testkit;

import java.util.HashMap;
import java.util.Map;

/**
 * A request that is complete: what it lacks was taken away from it.
 *
 * @param token a bearer token; empty for none
 * @param path with everything filled in, and its query
 * @param body empty for none
 */
public record Call(
    String token, String method, String path, String body, Map<String, String> headers) {

  public Call {
    headers = Map.copyOf(headers);
  }

  public Call with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header, value);
    return new Call(token, method, path, body, more);
  }

  public Call without(String header) {
    var fewer = new HashMap<>(headers);
    fewer.remove(header);
    return new Call(token, method, path, body, fewer);
  }

  /** The same sent by somebody else. */
  public Call as(String otherToken) {
    return new Call(otherToken, method, path, body, headers);
  }

  public Call at(String otherPath) {
    return new Call(token, method, otherPath, body, headers);
  }

  public Call saying(String otherBody) {
    return new Call(token, method, path, otherBody, headers);
  }
}
