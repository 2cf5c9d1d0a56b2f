package app.xentri.platform;

/**
 * Carries a {@link Refusal} out of a transaction, which rolls back, to the edge, which answers. It
 * is control flow and not a fault, so it has no stack trace and nothing but the edge may catch it.
 */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public Refused(Refusal refusal) {
    super(refusal.code(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
