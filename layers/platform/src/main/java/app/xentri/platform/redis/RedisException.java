package app.xentri.platform.redis;

import app.xentri.platform.DependencyUnavailable;

/** Redis could not be reached, or refused a command. */
public final class RedisException extends DependencyUnavailable {

  private static final long serialVersionUID = 1L;

  public RedisException(String message) {
    super(Dependency.REDIS, message);
  }

  public RedisException(String message, Throwable cause) {
    super(Dependency.REDIS, message, cause);
  }
}
