package app.xentri.local.gateway;

/** The gateway's port belongs to another process. */
public final class PortInUseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PortInUseException(int port, Throwable cause) {
    super("port " + port + " is in use; choose another one with PORT=…", cause);
  }
}
