package app.xentri.platform.function;

import app.xentri.platform.Json;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.MDC;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.cloud.function.json.JacksonMapper;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import tools.jackson.databind.JsonNode;

/**
 * The Lambda handler of every function. Hosts the one function that its own name names, or {@code
 * SPRING_CLOUD_FUNCTION_DEFINITION} where that is set, in Spring Cloud Function's registry: no
 * application context, whose refresh lists every locale that the JDK knows, no scanning, no Boot
 * start-up, no router. A name that is unset or unknown fails the start.
 */
public final class FunctionHandler implements RequestStreamHandler, Resource {

  private static final String PRIMER =
      """
      {"version": "2.0", "routeKey": "PRIME", "rawPath": "/", "headers": {},
       "requestContext": {"http": {"method": "PRIME"}}}
      """;

  private final Function<JsonNode, JsonNode> function;
  private final Platform platform;
  private final boolean http;

  /** Starts the function that the environment names. */
  public FunctionHandler() {
    this(
        Environment.ofProcess(),
        ServiceLoader.load(Functions.class, FunctionHandler.class.getClassLoader()));
  }

  FunctionHandler(Environment environment, Iterable<Functions> contexts) {
    String name = name(environment);
    platform = new Platform(environment, Clock.systemUTC());
    FunctionDefinition definition = find(name, contexts).on(platform);
    http = !(definition instanceof FunctionDefinition.Consumer);
    function = hosted(name, platform.operator(name, definition));
    Core.getGlobalContext().register(this);
  }

  /** Lambda tells each function its name; what follows the stack's there is ours. */
  private static String name(Environment environment) {
    return environment
        .optional("SPRING_CLOUD_FUNCTION_DEFINITION")
        .orElseGet(
            () -> {
              String function = environment.required("AWS_LAMBDA_FUNCTION_NAME");
              String stack = environment.required("STACK_NAME") + "-";
              if (!function.startsWith(stack)) {
                throw new IllegalStateException(function + " does not start with " + stack);
              }
              return function.substring(stack.length());
            });
  }

  private static Functions.Wiring find(String name, Iterable<Functions> contexts) {
    Functions.Wiring found = null;
    for (Functions context : contexts) {
      Functions.Wiring wiring = context.functions().get(name);
      if (wiring != null) {
        if (found != null) {
          throw new IllegalStateException("two contexts have a function " + name);
        }
        found = wiring;
      }
    }
    if (found == null) {
      throw new IllegalStateException("no function " + name);
    }
    return found;
  }

  @SuppressWarnings("unchecked") // The registry gives back the target that was registered.
  private static Function<JsonNode, JsonNode> hosted(String name, UnaryOperator<JsonNode> target) {
    var registry =
        new SimpleFunctionRegistry(
            new GenericConversionService(),
            new CompositeMessageConverter(List.of(new ByteArrayMessageConverter())),
            new JacksonMapper(Json.mapper()));
    registry.register(
        new FunctionRegistration<>(target, name)
            .type(
                ResolvableType.forClassWithGenerics(Function.class, JsonNode.class, JsonNode.class)
                    .getType()));
    SimpleFunctionRegistry.FunctionInvocationWrapper wrapper = registry.lookup(name);
    if (wrapper == null) {
      throw new IllegalStateException("the registry does not hold " + name);
    }
    return (Function<JsonNode, JsonNode>) wrapper.getTarget();
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    MDC.put("function_name", context.getFunctionName());
    MDC.put("function_request_id", context.getAwsRequestId());
    try {
      JsonNode reply = function.apply(Json.mapper().readTree(input));
      output.write(Json.writeBytes(reply));
    } finally {
      MDC.clear();
    }
  }

  /**
   * Runs an HTTP function once before the snapshot, with a request that nothing can come of, and
   * what it has asked to run then, so that its classes are loaded and linked in it.
   */
  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    if (http) {
      JsonNode reply = function.apply(Json.read(PRIMER));
      if (reply.path("statusCode").asInt() >= 500) {
        throw new IllegalStateException("priming failed");
      }
    }
    platform.prime();
    platform.suspend();
  }

  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    // Connections open again when the first request asks for one.
  }
}
