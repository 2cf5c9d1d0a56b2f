package app.xentri.identity.session;

import app.xentri.identity.Allowances;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.Email;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.limit.RateLimiter;
import java.util.function.Supplier;

/** Checks a password and gives a ticket that opens a session. */
final class LogIn {

  /**
   * The ticket.
   *
   * @param expiresIn seconds
   */
  record Ticket(String signInTicket, long expiresIn) {}

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
        .take(Allowances.LOG_INS_OF_AN_EMAIL, email.value())
        .map(Outcome::<Ticket>denied)
        .orElseGet(() -> check(email, password));
  }

  private Outcome<Ticket> check(Email email, String password) {
    return clerk
        .get()
        .userByEmail(email)
        .filter(user -> clerk.get().isPasswordOf(user.id(), password))
        .map(user -> clerk.get().ticket(user.id(), Tickets.LIFE))
        .map(ticket -> Outcome.done(new Ticket(ticket, Tickets.LIFE.toSeconds())))
        .orElse(
            Outcome.denied(
                new Refusal.Unauthenticated(
                    "That e-mail address and that password do not belong together.")));
  }
}
