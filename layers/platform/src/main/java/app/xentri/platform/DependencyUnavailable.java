package app.xentri.platform;

/**
 * Something that we stand on does not answer right now. No fault of the code and none of the
 * caller: the edge answers 503 and says when to come again.
 */
public class DependencyUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What an answer may depend on. */
  public enum Dependency {
    DATABASE,
    REDIS,
    IDENTITY_PROVIDER
  }

  private final Dependency dependency;

  public DependencyUnavailable(Dependency dependency, String message) {
    super(message);
    this.dependency = dependency;
  }

  public DependencyUnavailable(Dependency dependency, String message, Throwable cause) {
    super(message, cause);
    this.dependency = dependency;
  }

  /** Which one it is. */
  public Dependency dependency() {
    return dependency;
  }
}
