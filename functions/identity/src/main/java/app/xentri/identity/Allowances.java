package app.xentri.identity;

import app.xentri.platform.limit.Allowance;
import java.time.Duration;

/**
 * How often one client, and how often anybody with one e-mail address, may use the public
 * endpoints. Clerk's own limits see only us, so ours must tell people apart. An office behind one
 * address signs in within them; somebody who guesses passwords does not get far.
 */
public final class Allowances {

  public static final Allowance SIGN_UPS_OF_A_CLIENT =
      new Allowance("signup-client", 300, Duration.ofSeconds(1));

  /** Fifty at once are one person with a bad connection and a patient script; see SignUpTest. */
  public static final Allowance SIGN_UPS_OF_AN_EMAIL =
      new Allowance("signup-email", 60, Duration.ofSeconds(30));

  /** Sign-ins, and sign-ups with an address that has an account: both try a password. */
  public static final Allowance PASSWORDS_OF_A_CLIENT =
      new Allowance("password-client", 60, Duration.ofSeconds(2));

  /** Different passwords, at sign-in and sign-up together. */
  public static final Allowance PASSWORDS_OF_AN_EMAIL =
      new Allowance("password-email", 20, Duration.ofSeconds(30));

  /** Exchange, refresh and logout together: each open page refreshes every few minutes. */
  public static final Allowance SESSIONS_OF_A_CLIENT =
      new Allowance("session-client", 300, Duration.ofMillis(200));

  private Allowances() {}
}
