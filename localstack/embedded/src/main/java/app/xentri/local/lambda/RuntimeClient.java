package app.xentri.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;

/**
 * AWS's own loader and serializer of handlers, one copy per function.
 *
 * <p>A copy, because the runtime client reads its environment once, into static fields, when it is
 * first touched: shared, every function would be told the name and memory of the first. The few
 * types that both sides exchange stay shared.
 */
final class RuntimeClient extends URLClassLoader {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.";
  private static final Set<String> SHARED =
      Set.of(
          LambdaRequestHandler.class.getName(),
          HandlerInfo.class.getName(),
          UserFault.class.getName(),
          InvocationRequest.class.getName());

  RuntimeClient() {
    super(
        "runtime-client",
        new URL[] {LambdaRequestHandler.class.getProtectionDomain().getCodeSource().getLocation()},
        RuntimeClient.class.getClassLoader());
  }

  /**
   * Loads and constructs a handler as Lambda does.
   *
   * @param handler {@code class} or {@code class::method}
   * @throws ClassNotFoundException when there is no such class
   */
  LambdaRequestHandler load(String handler, ClassLoader functions) throws ClassNotFoundException {
    HandlerInfo info = HandlerInfo.fromString(handler, functions);
    try {
      Class<?> loader = Class.forName(CLIENT + "EventHandlerLoader", true, this);
      return (LambdaRequestHandler)
          loader.getMethod("loadEventHandler", HandlerInfo.class).invoke(null, info);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the runtime interface client is not the expected version", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(CLIENT) || SHARED.contains(outer(name))) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  private static String outer(String name) {
    int dollar = name.indexOf('$');
    return dollar < 0 ? name : name.substring(0, dollar);
  }
}
