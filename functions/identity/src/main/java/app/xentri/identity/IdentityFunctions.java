package app.xentri.identity;

import static app.xentri.platform.function.FunctionDefinition.member;
import static app.xentri.platform.function.FunctionDefinition.open;
import static app.xentri.platform.function.FunctionDefinition.openUnlimited;
import static java.util.Map.entry;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.SdkClerkDirectory;
import app.xentri.identity.me.ChangeMeHandler;
import app.xentri.identity.me.GetMeHandler;
import app.xentri.identity.org.ChangeOrgHandler;
import app.xentri.identity.org.CreateOrgHandler;
import app.xentri.identity.org.CurrentOrgHandler;
import app.xentri.identity.org.ListOrgsHandler;
import app.xentri.identity.session.ExchangeHandler;
import app.xentri.identity.session.LogInHandler;
import app.xentri.identity.session.LogOutHandler;
import app.xentri.identity.session.RefreshHandler;
import app.xentri.identity.signup.SignUpHandler;
import app.xentri.identity.webhook.ClerkWebhookHandler;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.platform.function.Environment;
import app.xentri.platform.function.Functions;
import app.xentri.platform.function.Platform;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/** The functions of this context. */
public final class IdentityFunctions implements Functions {

  @Override
  public Map<String, Wiring> functions() {
    return Map.ofEntries(
        entry("auth-signup", platform -> open(signUp(platform), Allowances.SIGN_UPS_OF_A_CLIENT)),
        entry("auth-login", platform -> open(logIn(platform), Allowances.PASSWORDS_OF_A_CLIENT)),
        entry(
            "auth-exchange", platform -> open(exchange(platform), Allowances.SESSIONS_OF_A_CLIENT)),
        entry("auth-refresh", platform -> open(refresh(platform), Allowances.SESSIONS_OF_A_CLIENT)),
        entry("auth-logout", platform -> open(logOut(platform), Allowances.SESSIONS_OF_A_CLIENT)),
        entry("me-get", platform -> member(new GetMeHandler(platform.tenants()))),
        entry(
            "me-patch",
            platform -> member(new ChangeMeHandler(platform.recordingTenants(), clerk(platform)))),
        entry("orgs-list", platform -> member(new ListOrgsHandler(platform.tenants()))),
        entry(
            "orgs-create",
            platform -> member(new CreateOrgHandler(platform.recordingTenants(), clerk(platform)))),
        entry("orgs-current", platform -> member(new CurrentOrgHandler(platform.tenants()))),
        entry(
            "orgs-patch",
            platform -> member(new ChangeOrgHandler(platform.recordingTenants(), clerk(platform)))),
        entry("clerk-webhook", platform -> openUnlimited(webhook(platform))));
  }

  private static SignUpHandler signUp(Platform platform) {
    var clerk = clerk(platform);
    String secret = platform.environment().required("CLERK_SECRET_KEY");
    return new SignUpHandler(
        platform.recordingTenants(),
        clerk,
        ensureWorkspace(platform, clerk),
        platform.limits(),
        platform.clients(),
        secret);
  }

  private static LogInHandler logIn(Platform platform) {
    return new LogInHandler(clerk(platform), platform.limits());
  }

  private static ExchangeHandler exchange(Platform platform) {
    var clerk = clerk(platform);
    return new ExchangeHandler(
        platform.authenticator(),
        platform.verifier(),
        platform.recordingTenants(),
        clerk,
        ensureWorkspace(platform, clerk));
  }

  private static RefreshHandler refresh(Platform platform) {
    return new RefreshHandler(
        platform.authenticator(),
        platform.verifier(),
        clerk(platform),
        platform::database,
        platform.clock());
  }

  private static LogOutHandler logOut(Platform platform) {
    return new LogOutHandler(platform.authenticator(), clerk(platform), platform::database);
  }

  private static ClerkWebhookHandler webhook(Platform platform) {
    var clerk = clerk(platform);
    return new ClerkWebhookHandler(
        platform.environment().required("CLERK_WEBHOOK_SECRET"),
        platform.clock(),
        platform.recordingTenants(),
        clerk,
        ensureWorkspace(platform, clerk));
  }

  private static EnsureWorkspace ensureWorkspace(
      Platform platform, Supplier<ClerkDirectory> clerk) {
    return new EnsureWorkspace(platform.recordingTenants(), clerk);
  }

  /**
   * The SDK loads a second JSON library and some hundred classes, so not before it is needed, or a
   * snapshot is taken.
   */
  private static Supplier<ClerkDirectory> clerk(Platform platform) {
    platform.beforeSnapshot(SdkClerkDirectory::prime);
    Environment environment = platform.environment();
    return SingletonSupplier.of(
        () ->
            new SdkClerkDirectory(
                environment.required("CLERK_API_URL"),
                environment.required("CLERK_SECRET_KEY"),
                environment.patience(SdkClerkDirectory.PATIENCE)));
  }
}
