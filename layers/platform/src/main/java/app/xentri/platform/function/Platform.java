package app.xentri.platform.function;

import app.xentri.platform.database.Database;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.LambdaRelayNudge;
import app.xentri.platform.identity.Authenticator;
import app.xentri.platform.identity.JwksCache;
import app.xentri.platform.identity.TokenVerifier;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.validation.Schemas;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * What a function may stand on. Each service is made when it is first asked for, so a function pays
 * only for what it uses.
 */
public final class Platform {

  private final Environment environment;
  private final Clock clock;
  private volatile @Nullable Database opened;
  private final Schemas schemas = new Schemas();
  private final Supplier<HttpClient> http =
      SingletonSupplier.of(
          () ->
              HttpClient.newBuilder()
                  .connectTimeout(Duration.ofSeconds(2))
                  .version(HttpClient.Version.HTTP_1_1)
                  .build());
  private final Supplier<Database> database = SingletonSupplier.of(this::openDatabase);
  private final Supplier<Redis> redis = SingletonSupplier.of(this::openRedis);
  private final Supplier<TokenVerifier> verifier = SingletonSupplier.of(this::openVerifier);
  private final Supplier<TenantTx> tenants = SingletonSupplier.of(this::openTenants);

  public Platform(Environment environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
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

  /** One HTTP/1.1 client for everything that this process calls. */
  public HttpClient http() {
    return http.get();
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
        http,
        URI.create(environment.required("UPSTASH_REDIS_REST_URL")),
        environment.required("UPSTASH_REDIS_REST_TOKEN"));
  }

  private TokenVerifier openVerifier() {
    var keys = new JwksCache(URI.create(environment.required("CLERK_JWKS_URL")), clock);
    return new TokenVerifier(
        keys, environment.required("CLERK_ISSUER"), environment.required("APP_ORIGIN"), clock);
  }

  private TenantTx openTenants() {
    database();
    var nudge = new LambdaRelayNudge(environment.required("RELAY_FUNCTION_NAME"));
    return new TenantTx(
        database, schemas, clock, environment.required("XENTRI_ENVIRONMENT"), nudge);
  }
}
