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
import java.util.function.Supplier;
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
 * The Lambda handler of every function. Hosts the one function that {@code
 * SPRING_CLOUD_FUNCTION_DEFINITION} names in Spring Cloud Function's registry: no application
 * context, whose refresh lists every locale that the JDK knows, no scanning, no Boot start-up, no
 * router. A name that is unset or unknown fails the start.
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
    String name = environment.required("SPRING_CLOUD_FUNCTION_DEFINITION");
    platform = new Platform(environment, Clock.systemUTC());
    FunctionDefinition definition = find(name, contexts).get();
    http = !(definition instanceof FunctionDefinition.Consumer);
    function = hosted(name, platform.operator(name, definition));
    Core.getGlobalContext().register(this);
  }

  private Supplier<FunctionDefinition> find(String name, Iterable<Functions> contexts) {
    Supplier<FunctionDefinition> found = null;
    for (Functions context : contexts) {
      if (context.names().contains(name)) {
        if (found != null) {
          throw new IllegalStateException("two contexts have a function " + name);
        }
        found = context.definition(name, platform);
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
