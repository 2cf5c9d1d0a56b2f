package app.xentri.identity.session;

import java.time.Duration;

/** Sign-in tickets. */
public final class Tickets {

  /** Long enough to open a page with one, short enough to be worthless in a log tomorrow. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  private Tickets() {}
}
