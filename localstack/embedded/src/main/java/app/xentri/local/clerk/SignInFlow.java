package app.xentri.local.clerk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sign-in by password, code, ticket, reset and transfer from a sign-up. */
record SignInFlow(Instance instance) {

  Answer get(Browser browser) {
    return browser
        .signIn(browser.call().param("id"))
        .map(signIn -> answer(browser, signIn))
        .orElseGet(() -> Answer.refused(Refusal.notFound("No sign in was found.")));
  }

  Answer create(Browser browser) {
    var call = browser.call();
    if (!browser.activeSessions().isEmpty()) {
      return Answer.refused(Refusal.sessionExists());
    }
    if ("true".equals(call.field("transfer"))) {
      return transfer(browser);
    }
    String strategy = call.field("strategy");
    if ("ticket".equals(strategy) || call.field("ticket") != null) {
      return ticket(browser);
    }
    if (ProviderFlow.STRATEGY.equals(strategy)) {
      return new ProviderFlow(instance).start(browser, SignIn.start());
    }
    return call.field("identifier") == null ? begin(browser) : identify(browser, strategy);
  }

  private Answer begin(Browser browser) {
    var signIn = SignIn.start();
    browser.keep(signIn);
    return answer(browser, signIn);
  }

  private Answer identify(Browser browser, @Nullable String strategy) {
    var call = browser.call();
    var user = new Users(browser.tx()).byEmail(String.valueOf(call.field("identifier")));
    if (user.isEmpty()) {
      return Answer.refused(Refusal.identifierNotFound());
    }
    var signIn = SignIn.start().of(user.get());
    browser.keep(signIn);
    if ("password".equals(strategy) || call.field("password") != null) {
      return password(browser, signIn, user.get());
    }
    return strategy == null ? answer(browser, signIn) : send(browser, signIn, user.get(), strategy);
  }

  /** Sends the code of {@code email_code} or {@code reset_password_email_code}. */
  Answer prepare(Browser browser) {
    var signIn = browser.signIn(browser.call().param("id"));
    Optional<User> user = signIn.flatMap(s -> new Users(browser.tx()).byId(s.userId()));
    if (signIn.isEmpty() || user.isEmpty()) {
      return Answer.refused(Refusal.notFound("No sign in was found."));
    }
    String strategy = browser.call().field("strategy");
    return strategy == null
        ? Answer.refused(Refusal.missing("strategy"))
        : send(browser, signIn.get(), user.get(), strategy);
  }

  private Answer send(Browser browser, SignIn signIn, User user, String strategy) {
    if (!strategy.equals("email_code") && !strategy.equals("reset_password_email_code")) {
      return Answer.refused(Refusal.invalid("strategy"));
    }
    if (signIn.status().equals(SignIn.COMPLETE)) {
      return Answer.refused(Refusal.notAllowedNow("This sign in is complete."));
    }
    var sent =
        new Codes(instance).send(browser.tx(), signIn.id(), strategy, user.email(), signIn.first());
    if (sent.isEmpty()) {
      return Answer.refused(Refusal.tooManyRequests());
    }
    var next = signIn.as(SignIn.NEEDS_FIRST_FACTOR).with(sent.get());
    browser.keep(next);
    return answer(browser, next);
  }

  /** Checks a password or a code. */
  Answer attempt(Browser browser) {
    var signIn = browser.signIn(browser.call().param("id"));
    Optional<User> user = signIn.flatMap(s -> new Users(browser.tx()).byId(s.userId()));
    if (signIn.isEmpty() || user.isEmpty()) {
      return Answer.refused(Refusal.notFound("No sign in was found."));
    }
    if (!signIn.get().status().equals(SignIn.NEEDS_FIRST_FACTOR)) {
      return Answer.refused(Refusal.notAllowedNow("No first factor is awaited."));
    }
    String strategy = String.valueOf(browser.call().field("strategy"));
    return switch (strategy) {
      case "password" -> password(browser, signIn.get(), user.get());
      case "email_code", "reset_password_email_code" ->
          code(browser, signIn.get(), user.get(), strategy);
      default -> Answer.refused(Refusal.invalid("strategy"));
    };
  }

  private Answer password(Browser browser, SignIn signIn, User user) {
    String password = browser.call().field("password");
    String hash = user.passwordHash();
    if (password == null) {
      return Answer.refused(Refusal.missing("password"));
    }
    if (hash == null || !Passwords.matches(password, hash)) {
      return Answer.refused(Refusal.passwordIncorrect());
    }
    return complete(browser, signIn, user, "password");
  }

  private Answer code(Browser browser, SignIn signIn, User user, String strategy) {
    var expected = signIn.first();
    if (expected == null || !expected.strategy().equals(strategy)) {
      return Answer.refused(Refusal.verificationMissing());
    }
    var call = browser.call();
    boolean withPassword = !strategy.equals("email_code") && call.field("password") != null;
    var problem =
        withPassword ? NewPassword.problem(call.field("password")) : Optional.<Refusal>empty();
    if (problem.isPresent()) {
      // Before the code is used up: it must still be good for the next try.
      return Answer.refused(problem.get());
    }
    return switch (new Codes(instance).check(signIn.id(), expected, call.field("code"))) {
      case Codes.Checked.Wrong wrong -> {
        browser.keep(signIn.with(wrong.verification()));
        yield Answer.refused(wrong.refusal());
      }
      case Codes.Checked.Right right -> {
        var proved = proved(browser, user);
        var next = signIn.with(right.verification());
        yield strategy.equals("email_code")
            ? complete(browser, next, proved, strategy)
            : newPassword(browser, next.as(SignIn.NEEDS_NEW_PASSWORD), proved);
      }
    };
  }

  /** The right code from a mailbox proves the address. */
  private User proved(Browser browser, User user) {
    return user.emailVerified()
        ? user
        : new Directory(instance, browser.tx()).change(user, now -> now.verifiedBy("email_code"));
  }

  private Answer newPassword(Browser browser, SignIn signIn, User user) {
    browser.keep(signIn);
    return browser.call().field("password") == null
        ? answer(browser, signIn)
        : reset(browser, signIn, user);
  }

  /** Sets the new password after the code was right, and signs in. */
  Answer resetPassword(Browser browser) {
    var signIn = browser.signIn(browser.call().param("id"));
    Optional<User> user = signIn.flatMap(s -> new Users(browser.tx()).byId(s.userId()));
    if (signIn.isEmpty() || user.isEmpty()) {
      return Answer.refused(Refusal.notFound("No sign in was found."));
    }
    if (!signIn.get().status().equals(SignIn.NEEDS_NEW_PASSWORD)) {
      return Answer.refused(Refusal.notAllowedNow("No new password is awaited."));
    }
    return reset(browser, signIn.get(), user.get());
  }

  private Answer reset(Browser browser, SignIn signIn, User user) {
    var problem = NewPassword.problem(browser.call().field("password"));
    if (problem.isPresent()) {
      return Answer.refused(problem.get());
    }
    String hash = Passwords.hash(String.valueOf(browser.call().field("password")));
    var changed =
        new Directory(instance, browser.tx()).change(user, now -> now.withPasswordHash(hash));
    if ("true".equals(browser.call().field("sign_out_of_other_sessions"))) {
      new SessionLife(instance, browser.tx()).revokeAll(user);
    }
    return complete(browser, signIn, changed, "reset_password_email_code");
  }

  private Answer ticket(Browser browser) {
    String ticket = browser.call().field("ticket");
    if (ticket == null) {
      return Answer.refused(Refusal.missing("ticket"));
    }
    var tokens = new SignInTokens(instance, browser.tx());
    return switch (tokens.use(ticket)) {
      case SignInTokens.Used.Refused refused -> Answer.refused(refused.refusal());
      case SignInTokens.Used.By by ->
          complete(browser, SignIn.start().of(by.user()), by.user(), "ticket");
    };
  }

  private Answer transfer(Browser browser) {
    var signUp = browser.client().flatMap(client -> browser.signUp(client.signUpId()));
    var account = signUp.map(SignUp::external).flatMap(ProviderFlow::transferable);
    Optional<User> user = account.flatMap(a -> ProviderFlow.known(browser.tx(), a));
    if (account.isEmpty() || user.isEmpty()) {
      return Answer.refused(Refusal.transferMissing());
    }
    var linked = new ProviderFlow(instance).link(browser.tx(), user.get(), account.get());
    return complete(browser, SignIn.start().of(linked), linked, ProviderFlow.STRATEGY);
  }

  /** Opens the session and closes the attempt. */
  Answer complete(Browser browser, SignIn signIn, User user, String strategy) {
    var session =
        new SessionLife(instance, browser.tx())
            .open(browser.orNew().id(), user, browser.origin(), null, true);
    var done = signIn.with(Verification.verified(strategy, instance.now())).completed(session.id());
    browser.completed(done.id(), done, session.id(), strategy);
    return answer(browser, done);
  }

  private Answer answer(Browser browser, SignIn signIn) {
    return browser.answer(new AttemptJson(instance, browser.tx()).of(signIn));
  }
}
