package app.xentri.local.aws;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lambda: {@code Invoke}, waiting, asynchronous or dry. */
final class LambdaApi {

  /** Of {@code Invoke}; a function may be called by its name or its ARN. */
  static final String PATH = "/2015-03-31/functions/{function}/invocations";

  private static final int LARGEST_ANSWERED = 6 * 1024 * 1024;
  private static final int LARGEST_ASYNCHRONOUS = 1024 * 1024;

  private final FunctionInvoker functions;
  private final Account account;

  LambdaApi(FunctionInvoker functions, Account account) {
    this.functions = functions;
    this.account = account;
  }

  AwsAnswer invoke(String reference, Headers headers, byte[] body) throws AwsRefusal {
    String function = nameOf(reference);
    if (!functions.knows(function)) {
      throw new AwsRefusal(
          404,
          "ResourceNotFoundException",
          "Function not found: " + account.arn("lambda", "function:" + function));
    }
    byte[] payload = body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body;
    String type = Optional.ofNullable(headers.getFirst("X-Amz-Invocation-Type")).orElse("");
    return switch (type) {
      case "", "RequestResponse" -> answered(function, payload);
      case "Event" -> {
        checkSize(payload, LARGEST_ASYNCHRONOUS);
        functions.invokeAsync(function, payload);
        yield AwsAnswer.empty(202);
      }
      case "DryRun" -> AwsAnswer.empty(204);
      default ->
          throw new AwsRefusal(
              400, "InvalidParameterValueException", "Unknown invocation type: " + type);
    };
  }

  /** By name, ARN or part of it, with or without a version. */
  static String nameOf(String reference) {
    int function = reference.indexOf("function:");
    String name = function < 0 ? reference : reference.substring(function + "function:".length());
    int version = name.indexOf(':');
    return version < 0 ? name : name.substring(0, version);
  }

  private AwsAnswer answered(String function, byte[] payload) throws AwsRefusal {
    checkSize(payload, LARGEST_ANSWERED);
    Invocation invocation = functions.invoke(function, payload);
    AwsAnswer answer =
        AwsAnswer.json(200, invocation.payload()).with("X-Amz-Executed-Version", "$LATEST");
    return invocation
        .error()
        .map(error -> answer.with("X-Amz-Function-Error", error))
        .orElse(answer);
  }

  private static void checkSize(byte[] payload, int largest) throws AwsRefusal {
    if (payload.length > largest) {
      throw new AwsRefusal(
          413,
          "RequestTooLargeException",
          payload.length + " byte payload is too large (limit " + largest + ")");
    }
  }
}
