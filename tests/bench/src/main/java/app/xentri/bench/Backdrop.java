package app.xentri.bench;

import app.xentri.local.Home;
import app.xentri.local.redis.RedisServer;
import app.xentri.local.redis.UpstashEndpoint;
import app.xentri.platform.Json;
import app.xentri.testkit.RoundTrips;
import app.xentri.testkit.TestDatabase;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a function needs around it to give a real answer: a database with one org, Redis, and keys
 * for a valid token.
 */
final class Backdrop implements AutoCloseable {

  private static final String ORIGIN = "https://bench.example";

  private final TestDatabase database = new TestDatabase();
  private final RoundTrips roundTrips = new RoundTrips(database.port());
  private final RedisServer redis;
  private final UpstashEndpoint upstash;
  private final HttpServer jwks;
  private final RSAKey key;
  private final UUID org;

  Backdrop(Path home) {
    org = database.workspace("acme").orgId();
    redis = new RedisServer(new Home(home));
    upstash = new UpstashEndpoint(new Home(home), redis);
    try {
      key = new RSAKeyGenerator(2048).keyID("bench").generate();
      jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    jwks.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
          }
        });
    jwks.start();
  }

  /** Records an event in the org, so that a consumer may take it in; it gets the org's id. */
  void record(ObjectNode envelope) {
    envelope.put("org_id", org.toString());
    try (Connection app = database.connect("xentri_app");
        var enter = app.prepareStatement("select enter_org_as_job(?, ?)");
        var emit =
            app.prepareStatement(
                "select emit_event(?, ?, null, 'system', 'bench', 'brief.updated@1.0', ?::jsonb, null, null, null, 'bench', 'local')")) {
      app.setAutoCommit(false);
      enter.setObject(1, org);
      enter.setString(2, "0af7651916cd43dd8448eb211c80319c");
      enter.execute();
      emit.setObject(1, UUID.fromString(envelope.path("id").asString()));
      emit.setString(2, envelope.path("type").asString());
      emit.setString(3, Json.write(envelope.path("payload")));
      emit.execute();
      app.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot record the event", e);
    }
  }

  RoundTrips roundTrips() {
    return roundTrips;
  }

  /** The template's parameters. Database traffic goes through the counting proxy. */
  Map<String, String> parameters() {
    return Map.ofEntries(
        Map.entry("Environment", "local"),
        Map.entry("AppOrigin", ORIGIN),
        Map.entry(
            "DatabaseUrl",
            "jdbc:postgresql://127.0.0.1:" + roundTrips.port() + "/" + database.name()),
        Map.entry("UpstashRedisRestUrl", upstash.url()),
        Map.entry("UpstashRedisRestToken", upstash.token()),
        Map.entry("ClerkIssuer", "https://clerk.example"),
        Map.entry("ClerkJwksUrl", "http://127.0.0.1:" + jwks.getAddress().getPort() + "/"),
        Map.entry("ClerkApiUrl", "http://127.0.0.1:9/v1"),
        Map.entry("ClerkSecretKey", "sk_test_bench"),
        Map.entry("ClerkWebhookSecret", "whsec_YmVuY2g="),
        Map.entry("CdnSecret", ""));
  }

  /** A token of the org's owner, valid for an hour. */
  String token() {
    Instant now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("https://clerk.example")
            .subject("user_acme")
            .claim("azp", ORIGIN)
            .claim("sid", "sess_acme")
            .claim("v", 2)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(3600)))
            .build();
    var jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("bench").build(), claims);
    try {
      jwt.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  @Override
  public void close() {
    jwks.stop(0);
    upstash.close();
    redis.close();
    roundTrips.close();
    database.close();
  }
}
