package app.xentri.identity;

import app.xentri.platform.function.Platform;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Functions of this context as the platform hosts them. */
final class Hosted {

  private Hosted() {}

  static UnaryOperator<JsonNode> function(String name, Platform platform) {
    return platform.operator(
        name, Objects.requireNonNull(new IdentityFunctions().functions().get(name)).on(platform));
  }
}
