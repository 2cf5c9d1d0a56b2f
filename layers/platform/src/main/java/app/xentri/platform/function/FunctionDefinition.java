package app.xentri.platform.function;

import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.PublicEndpoint;

/** What a function is. */
public sealed interface FunctionDefinition {

  /** An HTTP endpoint that anybody may call. */
  record Public(PublicEndpoint endpoint) implements FunctionDefinition {}

  /** An HTTP endpoint that needs a verified token. */
  record Member(MemberEndpoint endpoint) implements FunctionDefinition {}

  /** A handler of events. */
  record Consumer(EventConsumer consumer) implements FunctionDefinition {}

  static FunctionDefinition open(PublicEndpoint endpoint) {
    return new Public(endpoint);
  }

  static FunctionDefinition member(MemberEndpoint endpoint) {
    return new Member(endpoint);
  }

  static FunctionDefinition consumer(EventConsumer consumer) {
    return new Consumer(consumer);
  }
}
