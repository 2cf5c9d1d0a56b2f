package app.xentri.identity.signup;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.clerk.Email;
import app.xentri.identity.clerk.PersonName;
import app.xentri.identity.session.Tickets;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes an account and its workspace. A sign-up that broke off, or one that is sent again, is
 * resumed by whoever knows the password.
 */
final class SignUp {

  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final EnsureWorkspace ensureWorkspace;
  private final SignUpAnswers answers;

  SignUp(
      TenantTx tenants,
      Supplier<ClerkDirectory> clerk,
      EnsureWorkspace ensureWorkspace,
      SignUpAnswers answers) {
    this.tenants = tenants;
    this.clerk = clerk;
    this.ensureWorkspace = ensureWorkspace;
    this.answers = answers;
  }

  /** The answer, which the same Idempotency-Key gets again byte by byte for 24 hours. */
  Response run(Request request, SignUpRequest wanted) {
    return tenants.open(
        request.traceId(),
        tx -> {
          Optional<Response> answered = answers.find(tx, request).orRefuse();
          return answered.orElseGet(() -> answer(tx, request, wanted));
        });
  }

  private Response answer(Tx tx, Request request, SignUpRequest wanted) {
    ClerkUser user = account(wanted).orRefuse();
    Member member = ensureWorkspace.run(tx, user).orRefuse();
    String ticket = clerk.get().ticket(user.id(), Tickets.LIFE);
    Response response =
        Response.created(
            new SignedUp(
                member.user().orElseThrow(), member.orgId(), ticket, Tickets.LIFE.toSeconds()));
    answers.store(tx, request, response);
    return response;
  }

  private Outcome<ClerkUser> account(SignUpRequest wanted) {
    var email = new Email(wanted.email());
    var name = new PersonName(wanted.name() == null ? "" : wanted.name());
    Outcome<ClerkUser> made = clerk.get().createUser(email, wanted.password(), name);
    return switch (made) {
      case Outcome.Done<ClerkUser> done -> done;
      case Outcome.Denied<ClerkUser>(Refusal.Conflict taken) ->
          clerk
              .get()
              .userByEmail(email)
              .filter(user -> clerk.get().isPasswordOf(user.id(), wanted.password()))
              .map(Outcome::done)
              .orElse(Outcome.denied(taken));
      case Outcome.Denied<ClerkUser> denied -> denied;
    };
  }
}
