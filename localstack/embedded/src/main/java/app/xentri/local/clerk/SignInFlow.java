package app.xentri.local.clerk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sign-in by password, ticket, provider, or a new password with the code from the mail. */
record SignInFlow(Instance instance) {

  Answer create(Browser browser) {
    var call = browser.call();
    if (!browser.activeSessions().isEmpty()) {
      return Answer.refused("session_exists");
    }
    return switch (String.valueOf(call.field("strategy"))) {
      case "ticket" -> ticket(browser);
      case ProviderFlow.STRATEGY -> new ProviderFlow(instance).start(browser);
      default -> identify(browser);
    };
  }

  private Answer ticket(Browser browser) {
    String ticket = String.valueOf(browser.call().field("ticket"));
    return switch (new SignInTokens(instance, browser.tx()).use(ticket)) {
      case SignInTokens.Used.Refused(String code) -> Answer.refused(code);
      case SignInTokens.Used.By(User user) ->
          complete(browser, SignIn.start().of(user), user, "ticket");
    };
  }

  private Answer identify(Browser browser) {
    var call = browser.call();
    String identifier = call.field("identifier");
    if (identifier == null) {
      return Answer.refused("form_param_missing", "identifier");
    }
    var user = new Users(browser.tx()).byEmail(identifier);
    if (user.isEmpty()) {
      return Answer.refused("form_identifier_not_found");
    }
    var signIn = SignIn.start().of(user.get());
    browser.keep(signIn);
    return switch (String.valueOf(call.field("strategy"))) {
      case "password" -> password(browser, signIn, user.get());
      case Codes.RESET -> send(browser, signIn, user.get());
      default -> Answer.refused("form_param_value_invalid", "strategy");
    };
  }

  private Answer password(Browser browser, SignIn signIn, User user) {
    String password = browser.call().field("password");
    String hash = user.passwordHash();
    if (password == null) {
      return Answer.refused("form_param_missing", "password");
    }
    if (hash == null || !Passwords.matches(password, hash)) {
      return Answer.refused("form_password_incorrect");
    }
    return complete(browser, signIn, user, "password");
  }

  private Answer send(Browser browser, SignIn signIn, User user) {
    return new Codes(instance)
        .send(browser.tx(), signIn.id(), Codes.RESET, user.email(), signIn.first())
        .map(signIn::with)
        .map(next -> kept(browser, next))
        .orElseGet(() -> Answer.refused("too_many_requests"));
  }

  private Answer kept(Browser browser, SignIn signIn) {
    browser.keep(signIn);
    return answer(browser, signIn);
  }

  /** Sends one more code; the one before is not good any more. */
  Answer prepare(Browser browser) {
    return underWay(browser, SignIn.NEEDS_FIRST_FACTOR, this::sendAgain);
  }

  private Answer sendAgain(Browser browser, SignIn signIn, User user) {
    var call = browser.call();
    if (!Codes.RESET.equals(call.field("strategy"))) {
      return Answer.refused("form_param_value_invalid", "strategy");
    }
    return user.emailId().equals(call.field("email_address_id"))
        ? send(browser, signIn, user)
        : Answer.refused("form_param_value_invalid", "email_address_id");
  }

  /** Checks the code; once it is right, a new password is wanted. */
  Answer attempt(Browser browser) {
    return underWay(browser, SignIn.NEEDS_FIRST_FACTOR, this::prove);
  }

  private Answer prove(Browser browser, SignIn signIn, User user) {
    if (!Codes.RESET.equals(browser.call().field("strategy"))) {
      return Answer.refused("form_param_value_invalid", "strategy");
    }
    var expected = signIn.first();
    if (expected == null || !expected.strategy().equals(Codes.RESET)) {
      return Answer.refused("verification_missing");
    }
    return switch (new Codes(instance).check(signIn.id(), expected, browser.call().field("code"))) {
      case Codes.Checked.Wrong(var verification, String refusal) -> {
        browser.keep(signIn.with(verification));
        yield Answer.refused(refusal);
      }
      case Codes.Checked.Right(var verification) -> {
        var proved = signIn.with(verification).needingNewPassword();
        browser.keep(proved);
        yield answer(browser, proved);
      }
    };
  }

  /** Sets the new password and signs in with it; ends other sessions if that is asked for. */
  Answer resetPassword(Browser browser) {
    return underWay(browser, SignIn.NEEDS_NEW_PASSWORD, this::reset);
  }

  private Answer reset(Browser browser, SignIn signIn, User user) {
    String password = browser.call().field("password");
    var problem = Passwords.problem(password);
    if (problem.isPresent()) {
      return Answer.refused(problem.get());
    }
    var changed = changed(browser, user, password);
    if ("true".equals(browser.call().field("sign_out_of_other_sessions"))) {
      new SessionLife(instance, browser.tx()).endAll(user);
    }
    return complete(browser, signIn, changed, Codes.RESET);
  }

  @FunctionalInterface
  private interface Step {
    Answer take(Browser browser, SignIn signIn, User user);
  }

  /** A step of the sign-in that the path names, if this is what comes next. */
  private static Answer underWay(Browser browser, String status, Step step) {
    var signIn = browser.signIn(browser.call().param("id"));
    Optional<User> user = signIn.flatMap(s -> new Users(browser.tx()).byId(s.userId()));
    if (signIn.isEmpty() || user.isEmpty()) {
      return Answer.refused("resource_not_found");
    }
    return signIn.get().status().equals(status)
        ? step.take(browser, signIn.get(), user.get())
        : Answer.refused("action_not_allowed");
  }

  /** The right code from a mailbox proves the address, too. */
  private User changed(Browser browser, User user, @Nullable String password) {
    String hash = Passwords.hash(String.valueOf(password));
    return new Directory(instance, browser.tx())
        .change(user, now -> now.withPasswordHash(hash).verifiedBy(Codes.PROOF));
  }

  /** Opens the session and closes the attempt. */
  Answer complete(Browser browser, SignIn signIn, User user, String strategy) {
    var session = browser.openSession(user);
    var done = signIn.with(Verification.verified(strategy, instance.now())).completed(session.id());
    browser.completed(done.id(), done, session.id());
    return answer(browser, done);
  }

  private Answer answer(Browser browser, SignIn signIn) {
    return browser.answer(new AttemptJson(instance).of(signIn));
  }
}
