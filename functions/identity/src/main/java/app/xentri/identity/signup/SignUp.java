package app.xentri.identity.signup;

import app.xentri.identity.Allowances;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.clerk.Email;
import app.xentri.identity.clerk.PersonName;
import app.xentri.identity.session.Tickets;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.identity.workspace.Turns;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.ClientAddress;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.limit.RateLimiter;
import app.xentri.platform.limit.Subject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes an account and its workspace. Each step finds what an attempt before it, or one beside it,
 * has left: a sign-up that broke off or is sent again is resumed by whoever knows the password. No
 * transaction waits for the provider. Whoever tries passwords here has the same places as at
 * sign-in.
 */
final class SignUp {

  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final EnsureWorkspace ensureWorkspace;
  private final RateLimiter limits;
  private final ClientAddress clients;
  private final SignUpKeys keys;
  private final Turns turns;

  SignUp(
      TenantTx tenants,
      Supplier<ClerkDirectory> clerk,
      EnsureWorkspace ensureWorkspace,
      RateLimiter limits,
      ClientAddress clients,
      SignUpKeys keys) {
    this.tenants = tenants;
    this.clerk = clerk;
    this.ensureWorkspace = ensureWorkspace;
    this.limits = limits;
    this.clients = clients;
    this.keys = keys;
    this.turns = new Turns(tenants);
  }

  /** The answer, which the same Idempotency-Key gets again byte by byte for 24 hours. */
  Outcome<Response> run(Request request, SignUpRequest wanted) {
    return limits
        .take(Allowances.SIGN_UPS_OF_AN_EMAIL, address(wanted))
        .map(Outcome::<Response>denied)
        .orElseGet(() -> once(request, wanted));
  }

  /** Of many with one key at once, one asks the provider and the others find its answer. */
  private Outcome<Response> once(Request request, SignUpRequest wanted) {
    return turns.find(
        request.traceId(),
        keys.turn(request),
        turn -> keys.claim(turn, request),
        _ -> signUp(request, wanted));
  }

  private Outcome<Response> signUp(Request request, SignUpRequest wanted) {
    return switch (account(request, wanted)) {
      case Outcome.Done<ClerkUser>(var user) -> Outcome.done(answer(request, user));
      case Outcome.Denied<ClerkUser>(var refusal) -> {
        tenants.readOutside(request.traceId(), keys.release(request));
        yield Outcome.denied(refusal);
      }
    };
  }

  private Response answer(Request request, ClerkUser user) {
    String trace = request.traceId();
    Member member = ensureWorkspace.run(trace, user).orRefuse();
    UUID userId = member.user().orElseThrow();
    String ticket = clerk.get().ticket(user.id(), Tickets.LIFE);
    var signedUp = new SignedUp(userId, member.orgId(), ticket, Tickets.LIFE.toSeconds());
    Response response = Response.created(signedUp);
    return tenants.readOutside(trace, keys.answer(request, user.id(), response)).stream()
        .findFirst()
        .orElseGet(() -> Outcome.denied(Refusal.Forbidden.noWorkspace()))
        .orRefuse();
  }

  private Outcome<ClerkUser> account(Request request, SignUpRequest wanted) {
    return limits
        .tryOut(Allowances.PASSWORDS_OF_AN_EMAIL, address(wanted), wanted.password())
        .map(Outcome::<ClerkUser>denied)
        .orElseGet(() -> madeOrFound(request, wanted));
  }

  private Outcome<ClerkUser> madeOrFound(Request request, SignUpRequest wanted) {
    var email = new Email(wanted.email());
    var name = new PersonName(wanted.name() == null ? "" : wanted.name());
    Outcome<ClerkUser> made = clerk.get().createUser(email, wanted.password(), name);
    return switch (made) {
      case Outcome.Done<ClerkUser> done -> done;
      case Outcome.Denied<ClerkUser>(Refusal.Conflict taken) ->
          tooManyTried(request, wanted)
              .map(Outcome::<ClerkUser>denied)
              .orElseGet(() -> found(email, wanted.password(), taken));
      case Outcome.Denied<ClerkUser> denied -> denied;
    };
  }

  /** From here on it is a sign-in, and counts as one of its client's. */
  private Optional<Refusal> tooManyTried(Request request, SignUpRequest wanted) {
    return clients
        .of(request)
        .flatMap(
            client ->
                limits.tryOut(
                    Allowances.PASSWORDS_OF_A_CLIENT,
                    Subject.client(client),
                    address(wanted).value() + " " + wanted.password()));
  }

  private Outcome<ClerkUser> found(Email email, String password, Refusal.Conflict taken) {
    return clerk
        .get()
        .userByEmail(email)
        .filter(user -> clerk.get().isPasswordOf(user.id(), password))
        .map(Outcome::done)
        .orElse(Outcome.denied(taken));
  }

  private static Subject address(SignUpRequest wanted) {
    return Subject.email(new Email(wanted.email()).value());
  }
}
