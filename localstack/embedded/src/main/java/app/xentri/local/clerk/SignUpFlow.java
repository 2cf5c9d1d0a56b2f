package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Sign-up by e-mail and password, with or without a code, and transfer from a sign-in. */
record SignUpFlow(Instance instance) {

  Answer get(Browser browser) {
    return browser
        .signUp(browser.call().param("id"))
        .map(signUp -> answer(browser, signUp))
        .orElseGet(() -> Answer.refused(Refusal.notFound("No sign up was found.")));
  }

  Answer create(Browser browser) {
    if (!browser.activeSessions().isEmpty()) {
      return Answer.refused(Refusal.sessionExists());
    }
    if ("true".equals(browser.call().field("transfer"))) {
      return transfer(browser);
    }
    return ProviderFlow.STRATEGY.equals(browser.call().field("strategy"))
        ? new ProviderFlow(instance).start(browser, SignUp.start())
        : fill(browser, SignUp.start());
  }

  /** Adds what was missing. */
  Answer update(Browser browser) {
    var signUp = browser.signUp(browser.call().param("id"));
    if (signUp.isEmpty()) {
      return Answer.refused(Refusal.notFound("No sign up was found."));
    }
    return signUp.get().complete()
        ? Answer.refused(Refusal.notAllowedNow("This sign up is complete."))
        : fill(browser, signUp.get());
  }

  private Answer fill(Browser browser, SignUp signUp) {
    var problem = problem(browser);
    if (problem.isPresent()) {
      return Answer.refused(problem.get());
    }
    var call = browser.call();
    String password = call.field("password");
    var before = signUp.details();
    var filled =
        new SignUp.Details(
            or(call.field("email_address"), before.emailAddress()),
            or(call.field("first_name"), before.firstName()),
            or(call.field("last_name"), before.lastName()),
            password == null ? before.passwordHash() : Passwords.hash(password),
            metadata(call).orElse(before.unsafeMetadata()));
    return finish(browser, signUp.with(filled));
  }

  private static @Nullable String or(@Nullable String given, @Nullable String before) {
    return given == null ? before : given;
  }

  private static Optional<ObjectNode> metadata(Call call) {
    String text = call.field("unsafe_metadata");
    return text == null ? Optional.empty() : Json.parseObject(text);
  }

  private Optional<Refusal> problem(Browser browser) {
    var call = browser.call();
    String email = call.field("email_address");
    if (email != null && !User.isEmail(email)) {
      return Optional.of(Refusal.emailMalformed("email_address"));
    }
    if (call.field("password") != null) {
      var password = NewPassword.problem(call.field("password"));
      if (password.isPresent()) {
        return password;
      }
    }
    if (call.field("unsafe_metadata") != null && metadata(call).isEmpty()) {
      return Optional.of(Refusal.invalid("unsafe_metadata"));
    }
    boolean taken = email != null && new Users(browser.tx()).lockEmail(email).isPresent();
    return taken ? Optional.of(Refusal.identifierExists("email_address")) : Optional.empty();
  }

  /** Sends the code to the address. */
  Answer prepare(Browser browser) {
    var signUp = browser.signUp(browser.call().param("id"));
    String email = signUp.map(SignUp::details).map(SignUp.Details::emailAddress).orElse(null);
    if (signUp.isEmpty() || email == null || signUp.get().complete()) {
      return Answer.refused(Refusal.notFound("No sign up was found that needs a code."));
    }
    if (!"email_code".equals(browser.call().field("strategy"))) {
      return Answer.refused(Refusal.invalid("strategy"));
    }
    var sent =
        new Codes(instance)
            .send(browser.tx(), signUp.get().id(), "email_code", email, signUp.get().email());
    if (sent.isEmpty()) {
      return Answer.refused(Refusal.tooManyRequests());
    }
    var next = signUp.get().withEmail(sent.get());
    browser.keep(next);
    return answer(browser, next);
  }

  /** Checks the code. */
  Answer attempt(Browser browser) {
    var signUp = browser.signUp(browser.call().param("id"));
    var expected = signUp.map(SignUp::email).orElse(null);
    if (signUp.isEmpty()) {
      return Answer.refused(Refusal.notFound("No sign up was found."));
    }
    if (expected == null || signUp.get().complete()) {
      return Answer.refused(Refusal.verificationMissing());
    }
    var codes = new Codes(instance);
    return switch (codes.check(signUp.get().id(), expected, browser.call().field("code"))) {
      case Codes.Checked.Wrong wrong -> {
        browser.keep(signUp.get().withEmail(wrong.verification()));
        yield Answer.refused(wrong.refusal());
      }
      case Codes.Checked.Right right ->
          finish(browser, signUp.get().withEmail(right.verification()));
    };
  }

  private Answer transfer(Browser browser) {
    var signIn = browser.client().flatMap(client -> browser.signIn(client.signInId()));
    var account = signIn.map(SignIn::first).flatMap(ProviderFlow::transferable);
    if (account.isEmpty()) {
      return Answer.refused(Refusal.transferMissing());
    }
    var verified =
        Verification.verified(account.get().provider(), instance.now())
            .as("verified", account.get(), null);
    return finish(browser, SignUp.start().withExternal(verified));
  }

  /** Makes the person and opens the session once nothing is missing. */
  Answer finish(Browser browser, SignUp signUp) {
    var account = account(signUp);
    var details = signUp.details();
    boolean ready =
        account != null || (details.emailAddress() != null && details.passwordHash() != null);
    if (!ready || new AttemptJson(instance, browser.tx()).needsEmailProof(signUp)) {
      browser.keep(signUp);
      return answer(browser, signUp);
    }
    var user = person(signUp, account);
    if (!new Directory(instance, browser.tx()).add(user, account)) {
      return Answer.refused(Refusal.identifierExists("email_address"));
    }
    String strategy = account == null ? "password" : ProviderFlow.STRATEGY;
    var session =
        new SessionLife(instance, browser.tx())
            .open(browser.orNew().id(), user, browser.origin(), null, true);
    var done = signUp.completed(user.id(), session.id());
    browser.completed(done.id(), done, session.id(), strategy);
    return answer(browser, done);
  }

  private static @Nullable ExternalAccount account(SignUp signUp) {
    var external = signUp.external();
    return external != null && external.status().equals("verified") ? external.account() : null;
  }

  private User person(SignUp signUp, @Nullable ExternalAccount account) {
    long now = instance.now();
    var details = signUp.details();
    var metadata = Metadata.unsafe(details.unsafeMetadata());
    if (account != null) {
      return User.create(account.email(), now)
          .verifiedBy("from_" + account.provider())
          .named(account.firstName(), account.lastName())
          .withMetadata(metadata);
    }
    var user =
        User.create(String.valueOf(details.emailAddress()), now)
            .named(details.firstName(), details.lastName())
            .withPasswordHash(details.passwordHash())
            .withMetadata(metadata);
    return AttemptJson.verified(signUp.email()) ? user.verifiedBy("email_code") : user;
  }

  private Answer answer(Browser browser, SignUp signUp) {
    return browser.answer(new AttemptJson(instance, browser.tx()).of(signUp));
  }
}
