package app.xentri.platform.redis;

/** Redis could not be reached, or refused a command. */
public final class RedisException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RedisException(String message) {
    super(message);
  }

  public RedisException(String message, Throwable cause) {
    super(message, cause);
  }
}
