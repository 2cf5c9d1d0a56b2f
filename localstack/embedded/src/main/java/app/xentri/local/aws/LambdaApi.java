package app.xentri.local.aws;

import com.sun.net.httpserver.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda: {@code Invoke}, waiting, asynchronous or dry. */
final class LambdaApi {

  private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
  private static final int LARGEST_ANSWERED = 6 * 1024 * 1024;
  private static final int LARGEST_ASYNCHRONOUS = 1024 * 1024;

  private final FunctionInvoker functions;
  private final Account account;

  LambdaApi(FunctionInvoker functions, Account account) {
    this.functions = functions;
    this.account = account;
  }

  /** The function's name when the path is one of {@code Invoke}. */
  static Optional<String> functionOf(String rawPath) {
    Matcher matcher = PATH.matcher(rawPath);
    return matcher.matches()
        ? Optional.of(nameOf(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  /** A function may be called by its name, its ARN or part of it, with or without a version. */
  private static String nameOf(String reference) {
    int function = reference.indexOf("function:");
    String name = function < 0 ? reference : reference.substring(function + "function:".length());
    int version = name.indexOf(':');
    return version < 0 ? name : name.substring(0, version);
  }

  AwsAnswer invoke(String function, Headers headers, byte[] body) throws AwsRefusal {
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
