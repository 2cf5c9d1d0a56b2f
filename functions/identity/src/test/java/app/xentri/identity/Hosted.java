package app.xentri.identity;

import app.xentri.platform.function.FunctionDefinition;
import app.xentri.platform.function.Platform;
import app.xentri.platform.http.HttpFunction;

/** Functions of this context as the platform hosts them. */
final class Hosted {

  private Hosted() {}

  static HttpFunction function(String name, Platform platform) {
    return switch (new IdentityFunctions().definition(name, platform).get()) {
      case FunctionDefinition.Public(var endpoint) ->
          new HttpFunction(name, platform.schemas(), _ -> endpoint::handle);
      case FunctionDefinition.Member(var endpoint) -> {
        var authenticator = platform.authenticator();
        yield new HttpFunction(
            name,
            platform.schemas(),
            incoming -> {
              var caller = authenticator.authenticate(incoming);
              return request -> endpoint.handle(request, caller);
            });
      }
      case FunctionDefinition.Consumer _ -> throw new AssertionError(name + " is not HTTP");
    };
  }
}
