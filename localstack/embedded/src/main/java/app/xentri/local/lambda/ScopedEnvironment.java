package app.xentri.local.lambda;

import java.lang.reflect.Field;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Gives every function its own environment variables inside one JVM.
 *
 * <p>{@code System.getenv} reads one map for the whole process, but a Lambda function has variables
 * of its own and must not see its neighbour's: the relay signs in to the database as another role.
 * So the map behind {@code System.getenv} is replaced, once, by this view, which looks at the scope
 * of the calling thread. That needs {@code --add-opens} for {@code java.lang} and {@code
 * java.util}; environments that child processes inherit come from another map and stay as they are.
 */
final class ScopedEnvironment extends AbstractMap<String, String> {
  private final Map<String, String> process;

  private ScopedEnvironment(Map<String, String> process) {
    this.process = process;
  }

  /**
   * Puts the view in place; doing it again changes nothing.
   *
   * @throws IllegalStateException when the JVM was not started with the needed options
   */
  static synchronized void install() {
    try {
      Object environment =
          open(Class.forName("java.lang.ProcessEnvironment"), "theUnmodifiableEnvironment")
              .get(null);
      Class<?> wrapper = Class.forName("java.util.Collections$UnmodifiableMap");
      Field inner = open(wrapper, "m");
      if (inner.get(environment) instanceof ScopedEnvironment) {
        return;
      }
      inner.set(environment, new ScopedEnvironment(Map.copyOf(System.getenv())));
      for (String cachedView : new String[] {"keySet", "entrySet", "values"}) {
        open(wrapper, cachedView).set(environment, null);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "start Java with --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED",
          e);
    }
  }

  private static Field open(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private Map<String, String> current() {
    return FunctionScope.current().map(FunctionScope::environment).orElse(process);
  }

  @Override
  public boolean containsKey(Object key) {
    return current().containsKey(key);
  }

  // The map behind it answers an unknown variable with null, as System.getenv must.
  @Override
  @SuppressWarnings("NullAway")
  public String get(Object key) {
    return current().get(key);
  }

  /** A live view, because the wrapper around this map keeps the set that it was first given. */
  @Override
  public Set<Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, String>> iterator() {
        return current().entrySet().iterator();
      }

      @Override
      public int size() {
        return current().size();
      }
    };
  }
}
