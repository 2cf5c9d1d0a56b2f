package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;

/** Sign-up by e-mail and password, with or without a code, and transfer from a sign-in. */
record SignUpFlow(Instance instance) {

  Answer create(Browser browser) {
    if (!browser.activeSessions().isEmpty()) {
      return Answer.refused("session_exists");
    }
    return "true".equals(browser.call().field("transfer"))
        ? transfer(browser)
        : byPassword(browser);
  }

  /** Whom the provider knows and we do not. */
  private Answer transfer(Browser browser) {
    return browser
        .client()
        .flatMap(client -> browser.signIn(client.signInId()))
        .map(SignIn::first)
        .flatMap(ProviderFlow::transferable)
        .map(account -> byAccount(browser, account))
        .orElseGet(() -> Answer.refused("account_transfer_invalid"));
  }

  private Answer byAccount(Browser browser, ExternalAccount account) {
    var user =
        User.create(account.email(), instance.now())
            .verifiedBy("from_" + account.provider())
            .named(account.firstName(), account.lastName());
    return made(browser, SignUp.of(account.email(), null), user, account);
  }

  private Answer byPassword(Browser browser) {
    String email = browser.call().field("email_address");
    String password = browser.call().field("password");
    if (email == null) {
      return Answer.refused("form_param_missing", "email_address");
    }
    if (!User.isEmail(email)) {
      return Answer.refused("form_param_format_invalid");
    }
    var problem = Passwords.problem(password);
    if (problem.isPresent()) {
      return Answer.refused(problem.get());
    }
    if (new Users(browser.tx()).lockEmail(email).isPresent()) {
      return Answer.refused("form_identifier_exists");
    }
    return proved(browser, SignUp.of(email, Passwords.hash(String.valueOf(password))));
  }

  /** Makes the person, unless the address must be proved first. */
  private Answer proved(Browser browser, SignUp signUp) {
    if (new AttemptJson(instance).needsEmailProof(signUp)) {
      browser.keep(signUp);
      return answer(browser, signUp);
    }
    var user =
        User.create(String.valueOf(signUp.emailAddress()), instance.now())
            .withPasswordHash(signUp.passwordHash());
    return made(browser, signUp, signUp.emailProved() ? user.verifiedBy(Codes.PROOF) : user, null);
  }

  /** Makes the person and opens the session. */
  private Answer made(
      Browser browser, SignUp signUp, User user, @Nullable ExternalAccount account) {
    if (!new Directory(instance, browser.tx()).add(user, account)) {
      return Answer.refused("form_identifier_exists");
    }
    var session = browser.openSession(user);
    var done = signUp.completed(user.id(), session.id());
    browser.completed(done.id(), done, session.id());
    return answer(browser, done);
  }

  /** Sends the code to the address. */
  Answer prepare(Browser browser) {
    var signUp = browser.signUp(browser.call().param("id")).filter(one -> !one.complete());
    String email = signUp.map(SignUp::emailAddress).orElse(null);
    if (signUp.isEmpty() || email == null) {
      return Answer.refused("resource_not_found");
    }
    var codes = new Codes(instance);
    var before = signUp.get().email();
    return codes
        .send(browser.tx(), signUp.get().id(), Codes.PROOF, email, before)
        .map(sent -> kept(browser, signUp.get().with(sent)))
        .orElseGet(() -> Answer.refused("too_many_requests"));
  }

  private Answer kept(Browser browser, SignUp signUp) {
    browser.keep(signUp);
    return answer(browser, signUp);
  }

  /** Checks the code. */
  Answer attempt(Browser browser) {
    var signUp = browser.signUp(browser.call().param("id"));
    var expected = signUp.map(SignUp::email).orElse(null);
    if (signUp.isEmpty()) {
      return Answer.refused("resource_not_found");
    }
    if (expected == null || signUp.get().complete()) {
      return Answer.refused("verification_missing");
    }
    String code = browser.call().field("code");
    return switch (new Codes(instance).check(signUp.get().id(), expected, code)) {
      case Codes.Checked.Wrong(var verification, String refusal) -> {
        browser.keep(signUp.get().with(verification));
        yield Answer.refused(refusal);
      }
      case Codes.Checked.Right(var verification) ->
          proved(browser, signUp.get().with(verification));
    };
  }

  private Answer answer(Browser browser, SignUp signUp) {
    return browser.answer(new AttemptJson(instance).of(signUp));
  }
}
