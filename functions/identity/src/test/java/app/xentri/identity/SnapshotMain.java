package app.xentri.identity;

import app.xentri.platform.Json;
import app.xentri.platform.function.FunctionHandler;
import app.xentri.testkit.Requests;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.crac.Core;

/**
 * A function in a process of its own, as SnapStart treats it: start, snapshot, restore, request.
 */
final class SnapshotMain {

  /** Loaded when the snapshot has been taken; what is loaded after it was not in it. */
  static final class Taken {
    private Taken() {}

    static void now() {
      System.err.println("snapshot taken");
    }
  }

  private SnapshotMain() {}

  /** Takes e-mail address and password, logs in, and prints status and body. */
  public static void main(String[] arguments) throws IOException {
    var handler = new FunctionHandler();
    handler.beforeCheckpoint(Core.getGlobalContext());
    Taken.now();
    handler.afterRestore(Core.getGlobalContext());
    var body = Json.object().put("email", arguments[0]).put("password", arguments[1]);
    var event = Requests.event("POST /api/v1/auth/login", Map.of(), Json.write(body));
    var output = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(Json.writeBytes(event)), output, context());
    System.err.println("answered " + Json.read(output.toByteArray()).path("statusCode").asInt());
  }

  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            SnapshotMain.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, _, _) -> "test");
  }
}
