package app.xentri.platform.http;

/** An endpoint that anybody may call. The template must mark its route as public too. */
@FunctionalInterface
public interface PublicEndpoint {
  Response handle(Request request);
}
