package app.xentri.platform.function;

import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.limit.Allowance;
import org.jspecify.annotations.Nullable;

/** What a function is. */
public sealed interface FunctionDefinition {

  /**
   * An HTTP endpoint that anybody may call.
   *
   * @param perClient how often one client may; null where the endpoint itself knows its callers
   */
  record Public(PublicEndpoint endpoint, @Nullable Allowance perClient)
      implements FunctionDefinition {}

  /** An HTTP endpoint that needs a verified token. */
  record Member(MemberEndpoint endpoint) implements FunctionDefinition {}

  /** A handler of events. */
  record Consumer(EventConsumer consumer) implements FunctionDefinition {}

  static FunctionDefinition open(PublicEndpoint endpoint, Allowance perClient) {
    return new Public(endpoint, perClient);
  }

  /** For callers that prove who they are with every request, such as another service. */
  static FunctionDefinition openUnlimited(PublicEndpoint endpoint) {
    return new Public(endpoint, null);
  }

  static FunctionDefinition member(MemberEndpoint endpoint) {
    return new Member(endpoint);
  }

  static FunctionDefinition consumer(EventConsumer consumer) {
    return new Consumer(consumer);
  }
}
