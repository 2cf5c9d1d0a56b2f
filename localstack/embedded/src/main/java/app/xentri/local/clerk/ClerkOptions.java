package app.xentri.local.clerk;

import java.time.Clock;

/**
 * Settings that Clerk's dashboard would hold.
 *
 * @param verifyEmailAtSignUp whether sign-up stops at {@code missing_requirements} until the code
 *     sent by e-mail is given
 * @param clock the time of everything the stand-in issues and checks
 */
public record ClerkOptions(boolean verifyEmailAtSignUp, Clock clock) {

  /** Sign-up without a verification step, on the machine's clock. */
  public static ClerkOptions standard() {
    return new ClerkOptions(false, Clock.systemUTC());
  }
}
