package app.xentri.identity.clerk;

import app.xentri.identity.clerk.ClerkTransport.NoAnswer;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import com.clerk.backend_api.Clerk;
import com.clerk.backend_api.models.components.Session;
import com.clerk.backend_api.models.components.Status;
import com.clerk.backend_api.models.errors.ClerkError;
import com.clerk.backend_api.models.errors.ClerkErrors;
import com.clerk.backend_api.models.operations.CreateOrganizationRequestBody;
import com.clerk.backend_api.models.operations.CreateSessionTokenRequestBody;
import com.clerk.backend_api.models.operations.CreateSignInTokenRequestBody;
import com.clerk.backend_api.models.operations.CreateUserRequestBody;
import com.clerk.backend_api.models.operations.GetUserListRequest;
import com.clerk.backend_api.models.operations.UpdateOrganizationRequestBody;
import com.clerk.backend_api.models.operations.UpdateUserRequestBody;
import com.clerk.backend_api.models.operations.VerifyPasswordRequestBody;
import com.clerk.backend_api.utils.HTTPClient;
import com.clerk.backend_api.utils.RetryConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory through the provider's official SDK. */
public final class SdkClerkDirectory implements ClerkDirectory {

  /** How long a call to the provider may take. */
  public static final Duration PATIENCE = Duration.ofMillis(2_500);

  private static final Logger LOG = LoggerFactory.getLogger(SdkClerkDirectory.class);
  static final String MARK = "xentri_request";
  private static final int NOT_FOUND = 404;
  private static final int MOST_MEMBERSHIPS_AT_ONCE = 100;

  private static final int PASSWORDS_AT_ONCE = 4;

  /** Below what a function may take as a whole. */
  private static final Duration LONGEST_LINE = Duration.ofSeconds(9);

  private final Clerk clerk;
  private final Semaphore passwords = new Semaphore(PASSWORDS_AT_ONCE, true);
  private final AtomicLong silences = new AtomicLong();
  private final AtomicLong lastSilence = new AtomicLong();

  /**
   * Builds the SDK, which opens no connection yet.
   *
   * @param apiUrl with the API's version, {@code https://api.clerk.com/v1}
   * @param patience from the first attempt to connect to the last byte of an answer
   */
  public SdkClerkDirectory(String apiUrl, String secretKey, Duration patience) {
    this(new ClerkTransport(patience), apiUrl, secretKey);
  }

  SdkClerkDirectory(HTTPClient transport, String apiUrl, String secretKey) {
    clerk =
        Clerk.builder()
            .client(transport)
            .serverURL(apiUrl)
            .bearerAuth(secretKey)
            .retryConfig(RetryConfig.noRetries())
            .build();
  }

  /** Loads what the calls need, without calling anybody. */
  public static void prime() {
    Rehearsal.hold();
  }

  @Override
  public Outcome<ClerkUser> createUser(Email email, String password, PersonName name) {
    var body =
        CreateUserRequestBody.builder().emailAddress(List.of(email.value())).password(password);
    if (!name.value().isEmpty()) {
      body.firstName(name.first()).lastName(name.last());
    }
    try {
      return Outcome.done(
          ask(
              () ->
                  ClerkUsers.from(
                      inLine(() -> clerk.users().create(body.build())).user().orElseThrow())));
    } catch (ClerkErrors e) {
      return refused(e).orElseThrow(() -> unreadable(e));
    } catch (ClerkError e) {
      throw unreadable(e);
    }
  }

  private static Optional<Outcome<ClerkUser>> refused(ClerkErrors failure) {
    for (var error : failure.data().map(ClerkErrors.Data::errors).orElse(List.of())) {
      String code = error.code();
      if (code.equals("form_identifier_exists")) {
        return Optional.of(
            Outcome.denied(
                new Refusal.Conflict(
                    "email_taken", "There is an account with this e-mail address already.")));
      }
      if (code.startsWith("form_password_")) {
        String why =
            code.equals("form_password_pwned")
                ? "is known from a breach elsewhere; choose another"
                : "does not follow the rules for passwords";
        return Optional.of(invalid("/password", why));
      }
      if (code.equals("form_param_format_invalid") || code.equals("form_param_value_invalid")) {
        return Optional.of(invalid("/email", "is not an address that we can use"));
      }
    }
    return Optional.empty();
  }

  private static Outcome<ClerkUser> invalid(String pointer, String message) {
    return Outcome.denied(new Refusal.Invalid(List.of(new Violation(pointer, message))));
  }

  @Override
  public Optional<ClerkUser> userByEmail(Email email) {
    var request =
        GetUserListRequest.builder().emailAddress(List.of(email.value())).limit(1L).build();
    return demand(
        () ->
            clerk.users().list(request).userList().orElseThrow().stream()
                .findFirst()
                .map(ClerkUsers::from));
  }

  @Override
  public Optional<ClerkUser> user(String userId) {
    return found(() -> ClerkUsers.from(clerk.users().get(userId).user().orElseThrow()));
  }

  @Override
  public boolean isPasswordOf(String userId, String password) {
    var body = VerifyPasswordRequestBody.builder().password(password).build();
    try {
      ask(
          () ->
              inLine(
                  () -> clerk.users().verifyPassword(userId, Optional.of(body), Optional.empty())));
      return true;
    } catch (ClerkError e) {
      // It is not, they have none, or there is no such person.
      return none(e).isPresent();
    }
  }

  @Override
  public String ticket(String userId, Duration life) {
    var body =
        CreateSignInTokenRequestBody.builder()
            .userId(userId)
            .expiresInSeconds(life.toSeconds())
            .build();
    return demand(
        () ->
            clerk
                .signInTokens()
                .create(Optional.of(body), Optional.empty())
                .signInToken()
                .flatMap(token -> token.token())
                .orElseThrow());
  }

  @Override
  public Optional<List<ClerkMembership>> membershipsOf(String userId) {
    return found(() -> allMembershipsOf(userId));
  }

  private List<ClerkMembership> allMembershipsOf(String userId) {
    var all = new ArrayList<com.clerk.backend_api.models.components.OrganizationMembership>();
    long total;
    do {
      var page =
          clerk
              .users()
              .getOrganizationMemberships(
                  userId,
                  Optional.of((long) MOST_MEMBERSHIPS_AT_ONCE),
                  Optional.of((long) all.size()),
                  Optional.empty())
              .organizationMemberships()
              .orElseThrow();
      if (page.data().isEmpty()) {
        break;
      }
      all.addAll(page.data());
      total = page.totalCount();
    } while (all.size() < total);
    all.sort(Comparator.comparingLong(membership -> membership.createdAt()));
    return all.stream().map(membership -> ClerkUsers.membership(userId, membership)).toList();
  }

  @Override
  public ClerkMembership createOrganization(String name, String userId, String mark) {
    var body =
        CreateOrganizationRequestBody.builder()
            .name(name)
            .createdBy(userId)
            .privateMetadata(Map.of(MARK, mark));
    var made =
        demand(
            () ->
                ClerkUsers.first(
                    userId,
                    mark,
                    clerk
                        .organizations()
                        .create(Optional.of(body.build()), Optional.empty())
                        .organization()
                        .orElseThrow()));
    // The answer does not tell the membership that was made along, whose end must name it later.
    return membershipsOf(userId).orElse(List.of()).stream()
        .filter(one -> one.organization().id().equals(made.organization().id()))
        .findFirst()
        .orElse(made);
  }

  @Override
  public Optional<ClerkSession> session(String sessionId) {
    return found(
        () -> {
          Session session = clerk.sessions().get(sessionId).session().orElseThrow();
          boolean active = session.status().equals(Status.ACTIVE);
          return new ClerkSession(
              ClerkUsers.id(session.id()), ClerkUsers.id(session.userId()), active);
        });
  }

  @Override
  public Optional<String> mint(String sessionId, Duration life) {
    var body = CreateSessionTokenRequestBody.builder().expiresInSeconds(life.toSeconds()).build();
    try {
      return Optional.of(
          ask(
              () ->
                  clerk
                      .sessions()
                      .createToken(sessionId, Optional.of(body), Optional.empty())
                      .object()
                      .flatMap(token -> token.jwt())
                      .orElseThrow()));
    } catch (ClerkError e) {
      return none(e);
    }
  }

  @Override
  public boolean revoke(String sessionId) {
    try {
      ask(() -> clerk.sessions().revoke(sessionId));
      return true;
    } catch (Refused _) {
      return false;
    } catch (ClerkError _) {
      // It is unknown, or has ended already, which is what we wanted.
      return true;
    }
  }

  @Override
  public Optional<Instant> rename(String userId, PersonName name) {
    var body =
        UpdateUserRequestBody.builder().firstName(name.first()).lastName(name.last()).build();
    return found(
        () ->
            new Told(clerk.users().update(userId, body).user().orElseThrow().updatedAt())
                .time()
                .orElse(Instant.EPOCH));
  }

  @Override
  public Optional<Instant> renameOrganization(String organizationId, String name) {
    var body = UpdateOrganizationRequestBody.builder().name(name).build();
    return found(
        () ->
            new Told(
                    clerk
                        .organizations()
                        .update(organizationId, body)
                        .organization()
                        .orElseThrow()
                        .updatedAt())
                .time()
                .orElse(Instant.EPOCH));
  }

  private static <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.of(ask(call));
    } catch (ClerkError e) {
      return none(e);
    }
  }

  /** That nothing has this id. */
  private static <T> Optional<T> none(ClerkError answer) {
    if (isUnknown(answer)) {
      return Optional.empty();
    }
    throw unreadable(answer);
  }

  /** Nothing has this id, or could have it. */
  private static boolean isUnknown(ClerkError answer) {
    return answer.code() == NOT_FOUND
        || answer.code() == 400
        || answer.code() == 410
        || answer.code() == 422;
  }

  /**
   * What has to do with passwords takes the provider long on purpose. More of it at once takes each
   * longer, and in the end longer than we wait. Whoever stands in line when the provider does not
   * answer need not find that out for themselves.
   */
  private <T> T inLine(Supplier<T> call) {
    long since = System.nanoTime();
    requirePlace();
    try {
      if (silences.get() > 0 && lastSilence.get() - since > 0) {
        throw new NoAnswer();
      }
      return call.get();
    } catch (NoAnswer silent) {
      lastSilence.set(System.nanoTime());
      silences.incrementAndGet();
      throw silent;
    } finally {
      passwords.release();
    }
  }

  private void requirePlace() {
    try {
      if (!passwords.tryAcquire(LONGEST_LINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NoAnswer();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswer();
    }
  }

  /** Refuses on behalf of whoever cannot go on without the provider. */
  private static <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (NoAnswer _) {
      throw unavailable();
    } catch (Refused refused) {
      throw refused;
    } catch (ClerkError e) {
      if (e.code() == 401 || e.code() == 403) {
        LOG.atError().addKeyValue("status", e.code()).log("identity provider refuses our key");
        throw unavailable();
      }
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** As {@link #ask}, for what the provider has no reason to refuse. */
  private static <T> T demand(Supplier<T> call) {
    try {
      return ask(call);
    } catch (ClerkError e) {
      throw unreadable(e);
    }
  }

  /** It said something, but nothing that its own SDK or we can make sense of. */
  private static Refused unreadable(RuntimeException cause) {
    LOG.atError()
        .addKeyValue("cause", cause.getClass().getName())
        .log("identity provider's answer cannot be read");
    return unavailable();
  }

  private static Refused unavailable() {
    return new Refused(
        new Refusal.Unavailable(
            "identity_provider_unavailable",
            "The sign-in service does not answer right now. Try again in a moment."));
  }
}
