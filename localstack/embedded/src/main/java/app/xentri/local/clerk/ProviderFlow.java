package app.xentri.local.clerk;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in by the social provider that the stand-in plays itself: the browser leaves for {@code
 * /__clerk/fake-provider}, comes back with an identity, and is led to {@code redirect_url_complete}
 * when someone is signed in, else to {@code redirect_url}, where clerk-js transfers the attempt to
 * a sign-up.
 */
record ProviderFlow(Instance instance) {

  static final String STRATEGY = "oauth_google";

  Answer start(Browser browser) {
    var way = wayBack(browser.call());
    if (way.isEmpty()) {
      return Answer.refused("form_param_value_invalid", "redirect_url");
    }
    var signIn = SignIn.start();
    String secret = Ids.letters(32);
    String page = instance.issuer() + "/fake-provider?state=" + signIn.id() + "." + secret;
    var leaving = Verification.provider(STRATEGY, Ids.digest(secret), page, instance.now());
    var next = signIn.with(leaving).leadingTo(way.get());
    browser.keep(next);
    return browser.answer(new AttemptJson(instance).of(next));
  }

  private Optional<SignIn.WayBack> wayBack(Call call) {
    String back = own(call.field("redirect_url"));
    String complete = own(call.field("action_complete_redirect_url"));
    return back == null || complete == null
        ? Optional.empty()
        : Optional.of(new SignIn.WayBack(back, complete));
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
    return waiting(browser, state).isPresent() ? Pages.ask(state, "") : Pages.over();
  }

  /** The provider's answer: who it is, or that they changed their mind. */
  Answer comeBack(Browser browser) {
    var call = browser.call();
    String state = String.valueOf(call.field("state"));
    String email = call.field("email");
    var signIn = waiting(browser, state);
    if (signIn.isEmpty()) {
      return Pages.over();
    }
    if (call.has("cancel")) {
      return unfinished(browser, signIn.get(), "failed", null, "oauth_access_denied");
    }
    return email == null || !User.isEmail(email.strip())
        ? Pages.ask(state, "Enter an e-mail address.")
        : identified(browser, signIn.get(), account(email.strip(), call.field("name")));
  }

  /** The sign-in that waits for the provider's answer with this state, in this browser. */
  private Optional<SignIn> waiting(Browser browser, String state) {
    int dot = state.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : browser
            .signIn(state.substring(0, dot))
            .filter(signIn -> waits(signIn.first(), Ids.digest(state.substring(dot + 1))));
  }

  private boolean waits(@Nullable Verification verification, String digest) {
    return verification != null
        && verification.status().equals("unverified")
        && !verification.expiredAt(instance.now())
        && Ids.same(digest, String.valueOf(verification.secretDigest()));
  }

  private ExternalAccount account(String email, @Nullable String name) {
    String[] words = name == null ? new String[0] : name.strip().split("\\s+", 2);
    String address = email.toLowerCase(Locale.ROOT);
    return new ExternalAccount(
        Ids.next("eac"),
        STRATEGY,
        "google_" + Ids.digest(address).substring(0, 21),
        address,
        words.length > 0 ? words[0] : "",
        words.length > 1 ? words[1] : "",
        instance.now());
  }

  private Answer identified(Browser browser, SignIn signIn, ExternalAccount account) {
    // So that nobody else becomes a person with this address between the question and the insert.
    var known = new Users(browser.tx()).lockEmail(account.email());
    if (known.isEmpty()) {
      return unfinished(browser, signIn, "transferable", account, "external_account_not_found");
    }
    var linked = linked(browser.tx(), known.get(), account);
    new SignInFlow(instance).complete(browser, signIn.of(linked), linked, STRATEGY);
    return new Answer.Redirect(way(signIn).map(SignIn.WayBack::whenComplete).orElseThrow());
  }

  private static Answer unfinished(
      Browser browser,
      SignIn signIn,
      String status,
      @Nullable ExternalAccount account,
      String refusal) {
    var verification = Optional.ofNullable(signIn.first()).orElseThrow();
    browser.keep(signIn.with(verification.as(status, account, Refusal.of(refusal).error())));
    return new Answer.Redirect(way(signIn).map(SignIn.WayBack::unfinished).orElseThrow());
  }

  private static Optional<SignIn.WayBack> way(SignIn signIn) {
    return Optional.ofNullable(signIn.way());
  }

  /** Links the account, unless it is already; the provider also proves the address. */
  private User linked(Tx tx, User user, ExternalAccount account) {
    return new Users(tx).link(user.id(), account)
        ? new Directory(instance, tx)
            .change(user, now -> now.verifiedBy("from_" + account.provider()))
        : user;
  }

  static Optional<ExternalAccount> transferable(Verification verification) {
    return verification.status().equals("transferable")
        ? Optional.ofNullable(verification.account())
        : Optional.empty();
  }
}
