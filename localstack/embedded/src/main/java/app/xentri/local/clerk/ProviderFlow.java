package app.xentri.local.clerk;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sign-in and sign-up by the social provider that the stand-in plays itself: the browser leaves for
 * {@code /__clerk/fake-provider}, comes back with an identity, and is led to {@code
 * redirect_url_complete} when someone is signed in, else to {@code redirect_url}, where clerk-js
 * transfers the attempt.
 */
record ProviderFlow(Instance instance) {

  static final String STRATEGY = "oauth_google";

  Answer start(Browser browser, SignIn signIn) {
    var ways = wayBack(browser.call());
    if (ways.isEmpty()) {
      return Answer.refused(Refusal.invalid("redirect_url"));
    }
    String secret = Ids.letters(32);
    var next = signIn.with(leaving(signIn.id(), secret)).leadingTo(ways.get());
    browser.keep(next);
    return browser.answer(new AttemptJson(instance, browser.tx()).of(next));
  }

  Answer start(Browser browser, SignUp signUp) {
    var ways = wayBack(browser.call());
    if (ways.isEmpty()) {
      return Answer.refused(Refusal.invalid("redirect_url"));
    }
    String secret = Ids.letters(32);
    var next = signUp.withExternal(leaving(signUp.id(), secret)).leadingTo(ways.get());
    browser.keep(next);
    return browser.answer(new AttemptJson(instance, browser.tx()).of(next));
  }

  private Verification leaving(String attemptId, String secret) {
    String page = instance.issuer() + "/fake-provider?state=" + attemptId + "." + secret;
    return Verification.provider(STRATEGY, Ids.digest(secret), page, instance.now());
  }

  private Optional<WayBack> wayBack(Call call) {
    String back = own(call.field("redirect_url"));
    String given = call.field("action_complete_redirect_url");
    String complete = own(given);
    return back == null || (given != null && complete == null)
        ? Optional.empty()
        : Optional.of(new WayBack(back, complete));
  }

  /** The absolute address when it lies on the app's own origin, else null: no open redirect. */
  private @Nullable String own(@Nullable String url) {
    if (url == null) {
      return null;
    }
    try {
      URI resolved = instance.origin().resolve(url);
      boolean same =
          instance.origin().getScheme().equals(resolved.getScheme())
              && instance.origin().getAuthority().equals(resolved.getAuthority());
      return same ? resolved.toString() : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The provider's page: type an e-mail address, continue. */
  Answer page(Browser browser) {
    String state = String.valueOf(browser.call().query("state"));
    return waiting(browser, state).isPresent()
        ? FakeProviderPage.ask(state, null)
        : FakeProviderPage.expired();
  }

  /** The provider's answer: who it is, or that they changed their mind. */
  Answer comeBack(Browser browser) {
    var call = browser.call();
    String state = String.valueOf(call.field("state"));
    if (waiting(browser, state).isEmpty()) {
      return FakeProviderPage.expired();
    }
    String email = call.field("email");
    boolean cancelled = call.has("cancel");
    if (!cancelled && (email == null || !User.isEmail(email.strip()))) {
      return FakeProviderPage.ask(state, "Enter an e-mail address.");
    }
    var account = cancelled ? null : account(String.valueOf(email).strip(), call.field("name"));
    String attemptId = state.substring(0, state.indexOf('.'));
    return attemptId.startsWith("sia_")
        ? signIn(browser, browser.signIn(attemptId).orElseThrow(), account)
        : signUp(browser, browser.signUp(attemptId).orElseThrow(), account);
  }

  /** The verification that waits for the provider's answer with this state, in this browser. */
  private Optional<Verification> waiting(Browser browser, String state) {
    int dot = state.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String id = state.substring(0, dot);
    Optional<Verification> verification =
        id.startsWith("sia_")
            ? browser.signIn(id).map(SignIn::first)
            : browser.signUp(id).map(SignUp::external);
    String digest = Ids.digest(state.substring(dot + 1));
    return verification.filter(
        v ->
            v.status().equals("unverified")
                && !v.expiredAt(instance.now())
                && Ids.same(digest, String.valueOf(v.secretDigest())));
  }

  private ExternalAccount account(String email, @Nullable String name) {
    String[] words = name == null ? new String[0] : name.strip().split("\\s+", 2);
    return new ExternalAccount(
        Ids.next("eac"),
        STRATEGY,
        "google_" + Ids.digest(email.toLowerCase(Locale.ROOT)).substring(0, 21),
        email.toLowerCase(Locale.ROOT),
        words.length > 0 ? words[0] : "",
        words.length > 1 ? words[1] : "",
        instance.now());
  }

  private Answer signIn(Browser browser, SignIn signIn, @Nullable ExternalAccount account) {
    var verification = signIn.first();
    if (verification == null) {
      return FakeProviderPage.expired();
    }
    if (account == null) {
      browser.keep(signIn.with(verification.as("failed", null, denied())));
      return unfinished(signIn.way());
    }
    var user = known(browser.tx(), account);
    if (user.isEmpty()) {
      browser.keep(signIn.with(verification.as("transferable", account, unknown())));
      return unfinished(signIn.way());
    }
    var linked = link(browser.tx(), user.get(), account);
    new SignInFlow(instance).complete(browser, signIn.of(linked), linked, STRATEGY);
    return done(signIn.way());
  }

  private Answer signUp(Browser browser, SignUp signUp, @Nullable ExternalAccount account) {
    var verification = signUp.external();
    if (verification == null) {
      return FakeProviderPage.expired();
    }
    if (account == null) {
      browser.keep(signUp.withExternal(verification.as("failed", null, denied())));
      return unfinished(signUp.way());
    }
    // So that nobody else becomes a person with this address between the question and the insert.
    new Users(browser.tx()).lockEmail(account.email());
    if (known(browser.tx(), account).isPresent()) {
      browser.keep(signUp.withExternal(verification.as("transferable", account, exists())));
      return unfinished(signUp.way());
    }
    var proved = signUp.withExternal(verification.as("verified", account, null));
    new SignUpFlow(instance).finish(browser, proved);
    return done(signUp.way());
  }

  private Answer unfinished(@Nullable WayBack way) {
    return new Answer.Redirect(way == null ? instance.origin() : URI.create(way.unfinished()));
  }

  private Answer done(@Nullable WayBack way) {
    return new Answer.Redirect(way == null ? instance.origin() : URI.create(way.complete()));
  }

  /** Who this account belongs to: linked before, or someone with its e-mail address. */
  static Optional<User> known(Tx tx, ExternalAccount account) {
    var users = new Users(tx);
    return users.byExternalAccount(account).or(() -> users.byEmail(account.email()));
  }

  /** Links the account; the provider also proves the address. */
  User link(Tx tx, User user, ExternalAccount account) {
    if (new Users(tx).byExternalAccount(account).isPresent()) {
      return user;
    }
    new Users(tx).link(user.id(), account);
    return new Directory(instance, tx)
        .change(user, now -> now.verifiedBy("from_" + account.provider()));
  }

  static Optional<ExternalAccount> transferable(Verification verification) {
    return verification.status().equals("transferable")
        ? Optional.ofNullable(verification.account())
        : Optional.empty();
  }

  private static ObjectNode unknown() {
    return new Refusal(
            422,
            "external_account_not_found",
            "Invalid external account",
            "The External Account was not found.",
            null)
        .error();
  }

  private static ObjectNode exists() {
    return new Refusal(
            422,
            "external_account_exists",
            "Already exists",
            "This account already exists. Please sign in instead.",
            null)
        .error();
  }

  private static ObjectNode denied() {
    return new Refusal(
            422,
            "oauth_access_denied",
            "Access denied",
            "You did not grant access to your account.",
            null)
        .error();
  }
}
