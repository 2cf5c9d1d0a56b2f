package app.xentri.identity;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.SdkClerkDirectory;
import app.xentri.identity.me.ChangeMeHandler;
import app.xentri.identity.me.GetMeHandler;
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
import app.xentri.identity.workspace.WorkspaceStore;
import app.xentri.platform.function.Environment;
import app.xentri.platform.function.FunctionDefinition;
import app.xentri.platform.function.Functions;
import app.xentri.platform.function.Platform;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/** The functions of this context. */
public final class IdentityFunctions implements Functions {

  private static final Set<String> NAMES =
      Set.of(
          "auth-signup",
          "auth-login",
          "auth-exchange",
          "auth-refresh",
          "auth-logout",
          "me-get",
          "me-patch",
          "orgs-list",
          "orgs-create",
          "orgs-current",
          "clerk-webhook");

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public Supplier<FunctionDefinition> definition(String name, Platform platform) {
    return switch (name) {
      case "auth-signup" ->
          () -> FunctionDefinition.open(signUp(platform), Allowances.SIGN_UPS_OF_A_CLIENT);
      case "auth-login" ->
          () -> FunctionDefinition.open(logIn(platform), Allowances.LOG_INS_OF_A_CLIENT);
      case "auth-exchange" ->
          () -> FunctionDefinition.open(exchange(platform), Allowances.SESSIONS_OF_A_CLIENT);
      case "auth-refresh" ->
          () -> FunctionDefinition.open(refresh(platform), Allowances.SESSIONS_OF_A_CLIENT);
      case "auth-logout" ->
          () -> FunctionDefinition.open(logOut(platform), Allowances.SESSIONS_OF_A_CLIENT);
      case "me-get" -> () -> FunctionDefinition.member(new GetMeHandler(platform.tenants()));
      case "me-patch" ->
          () ->
              FunctionDefinition.member(
                  new ChangeMeHandler(platform.recordingTenants(), clerk(platform)));
      case "orgs-list" -> () -> FunctionDefinition.member(new ListOrgsHandler(platform.tenants()));
      case "orgs-create" ->
          () ->
              FunctionDefinition.member(
                  new CreateOrgHandler(platform.recordingTenants(), clerk(platform)));
      case "orgs-current" ->
          () -> FunctionDefinition.member(new CurrentOrgHandler(platform.tenants()));
      case "clerk-webhook" -> () -> FunctionDefinition.openUnlimited(webhook(platform));
      default -> throw new IllegalArgumentException("no function " + name);
    };
  }

  private static SignUpHandler signUp(Platform platform) {
    var clerk = clerk(platform);
    String secret = platform.environment().required("CLERK_SECRET_KEY");
    return new SignUpHandler(
        platform.recordingTenants(), clerk, ensureWorkspace(clerk), platform.limits(), secret);
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
        ensureWorkspace(clerk));
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
        ensureWorkspace(clerk));
  }

  private static EnsureWorkspace ensureWorkspace(Supplier<ClerkDirectory> clerk) {
    return new EnsureWorkspace(clerk, new WorkspaceStore());
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
                environment.required("CLERK_API_URL"), environment.required("CLERK_SECRET_KEY")));
  }
}
