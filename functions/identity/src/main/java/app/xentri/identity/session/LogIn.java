package app.xentri.identity.session;

import app.xentri.identity.Allowances;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.clerk.Email;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.limit.RateLimiter;
import app.xentri.platform.limit.Subject;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks a password and gives a ticket that opens a session. */
final class LogIn {

  /**
   * The ticket.
   *
   * @param expiresIn seconds
   */
  record Ticket(String signInTicket, long expiresIn) {}

  private static final String NOBODY = "user_000000000000000000000000000";

  private final Supplier<ClerkDirectory> clerk;
  private final RateLimiter limits;

  LogIn(Supplier<ClerkDirectory> clerk, RateLimiter limits) {
    this.clerk = clerk;
    this.limits = limits;
  }

  /**
   * Denied in the same words whether the address or the password is wrong, and as too often for an
   * address that passwords are tried on.
   */
  Outcome<Ticket> run(Email email, String password) {
    return limits
        .tryOut(Allowances.PASSWORDS_OF_AN_EMAIL, Subject.email(email.value()), password)
        .map(Outcome::<Ticket>denied)
        .orElseGet(() -> check(email, password));
  }

  private Outcome<Ticket> check(Email email, String password) {
    Optional<ClerkUser> found = clerk.get().userByEmail(email);
    // Asked for nobody too: neither the answer nor what it takes tells whether there is an account.
    boolean right = clerk.get().isPasswordOf(found.map(ClerkUser::id).orElse(NOBODY), password);
    return found
        .filter(_ -> right)
        .map(user -> clerk.get().ticket(user.id(), Tickets.LIFE))
        .map(ticket -> Outcome.done(new Ticket(ticket, Tickets.LIFE.toSeconds())))
        .orElse(
            Outcome.denied(
                new Refusal.Unauthenticated(
                    "That e-mail address and that password do not belong together.")));
  }
}
