package app.xentri.platform.function;

import app.xentri.platform.KeyedDigest;
import app.xentri.platform.Patience;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.LambdaRelayNudge;
import app.xentri.platform.event.RelayNudge;
import app.xentri.platform.http.ClientAddress;
import app.xentri.platform.http.HttpFunction;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Authenticator;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.identity.JwksCache;
import app.xentri.platform.identity.TokenVerifier;
import app.xentri.platform.limit.Allowance;
import app.xentri.platform.limit.MemberLimits;
import app.xentri.platform.limit.RateLimiter;
import app.xentri.platform.limit.Subject;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.validation.Schemas;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;

/**
 * What a function may stand on. Each service is made when it is first asked for, so a function pays
 * only for what it uses.
 */
public final class Platform {

  /** To ask Redis for a count: a request waits for it. */
  private static final Duration PATIENCE_FOR_COUNTS = Duration.ofMillis(500);

  private final Environment environment;
  private final Clock clock;
  private volatile @Nullable Database opened;
  private final Schemas schemas = new Schemas();
  private final Supplier<Database> database = SingletonSupplier.of(this::openDatabase);
  private final Supplier<Redis> redis = SingletonSupplier.of(this::openRedis);
  private final Supplier<TokenVerifier> verifier = SingletonSupplier.of(this::openVerifier);
  private final Supplier<TenantTx> tenants = SingletonSupplier.of(this::openTenants);
  private final Supplier<LambdaRelayNudge> nudge = SingletonSupplier.of(this::openNudge);
  private final Supplier<RateLimiter> limits = SingletonSupplier.of(this::openLimits);
  private final Supplier<MemberGate> members = SingletonSupplier.of(this::openMembers);
  private final ClientAddress clients;
  private final List<Runnable> primers = new CopyOnWriteArrayList<>();

  public Platform(Environment environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
    this.clients = new ClientAddress(environment.optional("CDN_SECRET"));
  }

  public Environment environment() {
    return environment;
  }

  public Clock clock() {
    return clock;
  }

  public Schemas schemas() {
    return schemas;
  }

  /**
   * The connections of this function's role; opening them refuses a role that could see past
   * row-level security.
   */
  public Database database() {
    return database.get();
  }

  public Redis redis() {
    return redis.get();
  }

  public TokenVerifier verifier() {
    return verifier.get();
  }

  public Authenticator authenticator() {
    return new Authenticator(verifier(), environment.required("APP_ORIGIN"));
  }

  public TenantTx tenants() {
    return tenants.get();
  }

  /**
   * The same for a function that records events as a rule: what wakes the relay is made beside the
   * rest of its start.
   */
  public TenantTx recordingTenants() {
    nudge.get().prepare();
    return tenants();
  }

  /** What wakes the relay, for a relay that must have a successor. */
  public RelayNudge relayNudge() {
    return nudge.get();
  }

  /** Counts for every function: its key and Redis are everybody's. */
  public RateLimiter limits() {
    return limits.get();
  }

  /** Where requests come from. */
  public ClientAddress clients() {
    return clients;
  }

  /** What the hosting calls for this definition. */
  public UnaryOperator<JsonNode> operator(String name, FunctionDefinition definition) {
    return switch (definition) {
      case FunctionDefinition.Public(var endpoint, var perClient) ->
          new HttpFunction(
              name,
              schemas,
              perClient == null ? _ -> endpoint::handle : _ -> limited(endpoint, perClient),
              environment.patience(Patience.OF_A_REQUEST));
      case FunctionDefinition.Member(var endpoint) -> {
        Authenticator authenticator = authenticator();
        yield new HttpFunction(
            name,
            schemas,
            incoming -> {
              Caller caller = authenticator.authenticate(incoming);
              return members.get().admitted(endpoint, caller);
            },
            environment.patience(Patience.OF_A_REQUEST));
      }
      case FunctionDefinition.Consumer(var consumer) -> consumer::handle;
    };
  }

  /** Counts only what is well formed; anything else is refused more cheaply than it is counted. */
  private Function<Request, Response> limited(PublicEndpoint endpoint, Allowance perClient) {
    return request -> {
      Optional<Refusal> refusal =
          clients.of(request).flatMap(client -> limits().take(perClient, Subject.client(client)));
      if (refusal.isPresent()) {
        throw new Refused(refusal.get());
      }
      return endpoint.handle(request);
    };
  }

  /**
   * Has something done before a snapshot of this process is taken, so that what it loads is in it.
   *
   * @param primer reaches nothing outside this process and leaves nothing behind but loaded classes
   */
  public void beforeSnapshot(Runnable primer) {
    primers.add(primer);
  }

  /** Does what {@link #beforeSnapshot} was given. */
  void prime() {
    primers.forEach(Runnable::run);
  }

  /** Closes what must not be part of a snapshot. */
  void suspend() {
    Database open = opened;
    if (open != null) {
      open.suspend();
    }
  }

  private Database openDatabase() {
    Database open =
        Database.open(
            new Database.Settings(
                environment.required("DATABASE_URL"),
                environment.required("DATABASE_USER"),
                environment.optional("DATABASE_PASSWORD").orElse(""),
                Integer.parseInt(environment.required("DATABASE_POOL_SIZE"))));
    opened = open;
    return open;
  }

  private Redis openRedis() {
    return new Redis(
        URI.create(environment.required("UPSTASH_REDIS_REST_URL")),
        environment.required("UPSTASH_REDIS_REST_TOKEN"));
  }

  private RateLimiter openLimits() {
    var digest = KeyedDigest.of(environment.required("RATE_LIMIT_KEY"), "rate limit");
    var quick =
        SingletonSupplier.of(
            () ->
                new Redis(
                    URI.create(environment.required("UPSTASH_REDIS_REST_URL")),
                    environment.required("UPSTASH_REDIS_REST_TOKEN"),
                    Math.toIntExact(environment.patience(PATIENCE_FOR_COUNTS).toMillis())));
    return new RateLimiter(quick, digest, clock);
  }

  private MemberGate openMembers() {
    Optional<MemberLimits> counted =
        calls("CALLS_PER_PERSON")
            .flatMap(
                person ->
                    calls("CALLS_PER_ORG")
                        .map(org -> new MemberLimits(limits(), person, org, clock)));
    return new MemberGate(counted, database);
  }

  /** Empty where the template sets no limit. */
  private Optional<Allowance> calls(String variable) {
    return environment
        .optional(variable)
        .map(Integer::parseInt)
        .filter(calls -> calls > 0)
        .map(
            calls ->
                Allowance.perSecond(variable.toLowerCase(Locale.ROOT).replace('_', '-'), calls));
  }

  private TokenVerifier openVerifier() {
    var keys = new JwksCache(URI.create(environment.required("CLERK_JWKS_URL")), clock);
    return new TokenVerifier(
        keys, environment.required("CLERK_ISSUER"), environment.required("APP_ORIGIN"), clock);
  }

  private TenantTx openTenants() {
    database();
    return new TenantTx(
        database, schemas, clock, environment.required("XENTRI_ENVIRONMENT"), nudge.get());
  }

  private LambdaRelayNudge openNudge() {
    var opened = new LambdaRelayNudge(environment.required("RELAY_FUNCTION_NAME"));
    beforeSnapshot(opened::prime);
    return opened;
  }
}
