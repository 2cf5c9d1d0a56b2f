package app.xentri.backbone.relay;

/** A sink that does not answer, or answers everybody with a fault of its own. */
final class SinkDown extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SinkDown(String message, Throwable cause) {
    super(message, cause);
  }
}
