package app.xentri.local.clerk;

import app.xentri.local.Home;
import app.xentri.local.Part;
import app.xentri.local.mail.Mail;
import com.sun.net.httpserver.HttpHandler;
import java.net.URI;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The local cloud's Clerk. Mount {@link #frontend()} at {@code /__clerk} of the app's own origin;
 * the Backend API listens on a free loopback port by itself.
 */
public final class ClerkStandIn implements Part {

  private final Instance instance;
  private final FrontendApi frontend;
  private final BackendApi backend;
  private final WebhookDelivery delivery;

  /** Starts with the standard options: no verification at sign-up. */
  public ClerkStandIn(
      Home home, DataSource database, URI publicOrigin, URI webhookUrl, Consumer<Mail> mailbox) {
    this(home, database, publicOrigin, webhookUrl, mailbox, ClerkOptions.standard());
  }

  /**
   * Starts the stand-in.
   *
   * @param home keys and secrets are made in its folder {@code clerk} once, and kept
   * @param database where schema {@code clerk} is made if it is missing
   * @param publicOrigin scheme, host and port that browsers use, without a path
   * @param webhookUrl receives Svix webhooks
   * @param mailbox receives codes
   */
  public ClerkStandIn(
      Home home,
      DataSource database,
      URI publicOrigin,
      URI webhookUrl,
      Consumer<Mail> mailbox,
      ClerkOptions options) {
    var folder = home.folder("clerk");
    var keys = ApiKeys.in(folder);
    delivery = new WebhookDelivery(webhookUrl, keys.webhookSecret(), options.clock());
    var webhooks = new Webhooks(keys.instanceId(), options.clock(), delivery::wake);
    instance = new Instance(publicOrigin, keys, SigningKey.in(folder), mailbox, options, webhooks);
    var tables = new Database(database);
    frontend = new FrontendApi(instance, tables);
    backend = new BackendApi(instance, tables);
    delivery.start(tables);
  }

  @Override
  public String name() {
    return "clerk";
  }

  /**
   * The Frontend API. Handles {@code /__clerk/…} and, when mounted there too, {@code
   * /.well-known/jwks.json}; paths reach it unchanged.
   */
  public HttpHandler frontend() {
    return frontend;
  }

  /** Issuer of all tokens, {@code <origin>/__clerk}: for {@code CLERK_ISSUER}. */
  public String issuer() {
    return instance.issuer();
  }

  /**
   * The JWKS on the Backend API's port, without a key: for {@code CLERK_JWKS_URL}, there before the
   * gateway is.
   */
  public String backendJwksUrl() {
    return "http://127.0.0.1:" + backend.port() + "/.well-known/jwks.json";
  }

  /**
   * Base of the Backend API with its version, {@code http://127.0.0.1:<port>/v1}: for {@code
   * CLERK_API_URL}, the Java SDK's server URL. ({@code @clerk/backend} wants it without {@code
   * /v1}.)
   */
  public String backendUrl() {
    return "http://127.0.0.1:" + backend.port() + "/v1";
  }

  /** Bearer of the Backend API: for {@code CLERK_SECRET_KEY}. */
  public String secretKey() {
    return instance.apiKeys().secretKey();
  }

  /** Signs webhooks: for {@code CLERK_WEBHOOK_SECRET}. */
  public String webhookSecret() {
    return instance.apiKeys().webhookSecret();
  }

  /** Public key for clerk-js; the same in every home, no secret. */
  public String publishableKey() {
    return instance.apiKeys().publishableKey();
  }

  @Override
  public void close() {
    backend.close();
    delivery.close();
  }
}
