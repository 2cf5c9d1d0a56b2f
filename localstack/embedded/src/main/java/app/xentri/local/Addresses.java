package app.xentri.local;

import app.xentri.local.aws.Account;
import app.xentri.local.clerk.ClerkStandIn;
import app.xentri.local.postgres.PostgresServer;
import app.xentri.local.redis.UpstashEndpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The template's parameters in this run: where everything is that functions call. */
final class Addresses {

  /** Calls a second: whoever measures or tests here is not to be slowed down. */
  private static final String PLENTY = "100000";

  /**
   * Functions share this JVM and one pool; in processes each has its own, as in Lambda. As many as
   * keep a small machine's processors and its disk busy: more wait for each other in Postgres,
   * where waiting costs more than in the pool.
   */
  private static final int SHARED_POOL = 5;

  /** Functions reach Postgres itself here, so their connections may keep plans. */
  private static final String KEPT_PLANS = "?prepareThreshold=5";

  private Addresses() {}

  static Map<String, String> parameters(
      Options options,
      String origin,
      PostgresServer postgres,
      UpstashEndpoint upstash,
      ClerkStandIn clerk) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("Environment", "local");
    values.put("AppOrigin", origin);
    values.put("DatabaseUrl", postgres.jdbcUrl() + KEPT_PLANS);
    values.put("DatabaseUser", postgres.app().user());
    values.put("DatabasePassword", postgres.app().password());
    values.put("IdentityDatabaseUser", postgres.identity().user());
    values.put("IdentityDatabasePassword", postgres.identity().password());
    values.put("JobDatabaseUser", postgres.job().user());
    values.put("JobDatabasePassword", postgres.job().password());
    values.put("RelayDatabaseUser", postgres.relay().user());
    values.put("RelayDatabasePassword", postgres.relay().password());
    values.put(
        "DatabasePoolSize",
        Integer.toString(options.isolation() == Options.Isolation.NONE ? SHARED_POOL : 1));
    values.put("UpstashRedisRestUrl", upstash.url());
    values.put("UpstashRedisRestToken", upstash.token());
    values.put("ClerkIssuer", clerk.issuer());
    values.put("ClerkJwksUrl", clerk.backendJwksUrl());
    values.put("ClerkApiUrl", clerk.backendUrl());
    values.put("ClerkSecretKey", clerk.secretKey());
    values.put("ClerkWebhookSecret", clerk.webhookSecret());
    // Clients call the gateway itself.
    values.put("CdnSecret", "");
    // Counts do not outlive Redis' next start by much, so neither need the key.
    values.put("RateLimitKey", UUID.randomUUID().toString());
    values.put("CallsPerPerson", PLENTY);
    values.put("CallsPerOrg", PLENTY);
    values.putAll(options.parameters());
    return values;
  }

  static Account account() {
    return new Account("000000000000", "eu-central-1");
  }
}
