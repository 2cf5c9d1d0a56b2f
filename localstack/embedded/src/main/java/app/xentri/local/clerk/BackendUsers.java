package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Users and sign-in tokens in the Backend API. */
record BackendUsers(Instance instance) {

  void on(Routes<BackendApi.Action> routes) {
    routes
        .on("POST", "/v1/users", this::create)
        .on("GET", "/v1/users", this::list)
        .on("GET", "/v1/users/count", this::count)
        .on("GET", "/v1/users/{id}", (tx, call, in) -> found(tx, call, user -> show(tx, user)))
        .on("PATCH", "/v1/users/{id}", this::update)
        .on("PATCH", "/v1/users/{id}/metadata", this::mergeMetadata)
        .on("DELETE", "/v1/users/{id}", this::delete)
        .on("POST", "/v1/users/{id}/verify_password", this::verifyPassword)
        .on("GET", "/v1/users/{id}/organization_memberships", this::memberships)
        .on("POST", "/v1/sign_in_tokens", this::createSignInToken)
        .on("POST", "/v1/sign_in_tokens/{id}/revoke", this::revokeSignInToken);
  }

  private Answer create(Tx tx, Call call, Input in) {
    var emails = in.texts("email_address");
    var problem = problem(emails, in);
    if (problem.isPresent()) {
      return Answer.refused(problem.get());
    }
    if (new Users(tx).lockEmail(emails.getFirst()).isPresent()) {
      return Answer.refused(Refusal.identifierExists("email_address"));
    }
    String password = in.text("password");
    var user =
        User.create(emails.getFirst(), instance.now())
            .verifiedBy("admin")
            .named(in.text("first_name"), in.text("last_name"))
            .withExternalId(in.text("external_id"))
            .withPasswordHash(password == null ? null : Passwords.hash(password))
            .withMetadata(Metadata.none().replacedBy(in));
    return new Directory(instance, tx).add(user, null)
        ? show(tx, user)
        : Answer.refused(Refusal.identifierExists("external_id"));
  }

  private static Optional<Refusal> problem(List<String> emails, Input in) {
    if (emails.size() != 1) {
      return Optional.of(
          emails.isEmpty() ? Refusal.missing("email_address") : Refusal.invalid("email_address"));
    }
    if (!User.isEmail(emails.getFirst())) {
      return Optional.of(Refusal.emailMalformed("email_address"));
    }
    if (in.text("password") == null) {
      return in.yes("skip_password_requirement")
          ? Optional.empty()
          : Optional.of(Refusal.missing("password"));
    }
    return in.yes("skip_password_checks")
        ? Optional.empty()
        : NewPassword.problem(in.text("password"));
  }

  private Answer list(Tx tx, Call call, Input in) {
    return Answer.ok(page(tx, call).array(render(tx)::user));
  }

  private Answer count(Tx tx, Call call, Input in) {
    return Answer.ok(
        Json.object().put("object", "total_count").put("total_count", page(tx, call).total()));
  }

  private static Page<User> page(Tx tx, Call call) {
    var emails = new ArrayList<String>();
    for (String email : call.queries("email_address")) {
      emails.add(email.toLowerCase(Locale.ROOT));
    }
    return new Users(tx)
        .list(emails, call.queries("user_id"), call.query("query"), call.limit(), call.offset());
  }

  private Answer update(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user ->
            updateProblem(tx, user, in)
                .map(Answer::refused)
                .orElseGet(() -> show(tx, updated(tx, user, in))));
  }

  private static Optional<Refusal> updateProblem(Tx tx, User user, Input in) {
    if (in.text("password") != null && !in.yes("skip_password_checks")) {
      var problem = NewPassword.problem(in.text("password"));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return new Users(tx)
        .byExternalId(in.text("external_id"))
        .filter(other -> !other.id().equals(user.id()))
        .map(other -> Refusal.identifierExists("external_id"));
  }

  private User updated(Tx tx, User user, Input in) {
    String password = in.text("password");
    String hash = password == null ? null : Passwords.hash(password);
    var changed =
        new Directory(instance, tx)
            .change(
                user,
                now ->
                    now.named(
                            in.text("first_name", now.name().first()),
                            in.text("last_name", now.name().last()))
                        .withExternalId(in.text("external_id", now.externalId()))
                        .withPasswordHash(hash == null ? now.passwordHash() : hash)
                        .withMetadata(now.metadata().replacedBy(in)));
    if (hash != null && in.yes("sign_out_of_other_sessions")) {
      new SessionLife(instance, tx).revokeAll(user);
    }
    return changed;
  }

  private Answer mergeMetadata(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user ->
            show(
                tx,
                new Directory(instance, tx)
                    .change(user, now -> now.withMetadata(now.metadata().mergedWith(in)))));
  }

  private Answer delete(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user -> {
          new Directory(instance, tx).remove(user);
          return Answer.ok(Render.deleted("user", user.id()));
        });
  }

  private Answer verifyPassword(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user -> {
          String hash = user.passwordHash();
          String password = in.text("password");
          if (password == null) {
            return Answer.refused(Refusal.missing("password"));
          }
          if (hash == null) {
            return Answer.refused(Refusal.noPasswordSet());
          }
          return Passwords.matches(password, hash)
              ? Answer.ok(Json.object().put("verified", true))
              : Answer.refused(Refusal.incorrectPassword());
        });
  }

  private Answer memberships(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user -> {
          var page = new Organizations(tx).ofUser(user.id(), call.limit(), call.offset());
          return Answer.ok(page.json(render(tx)::membership));
        });
  }

  private Answer createSignInToken(Tx tx, Call call, Input in) {
    return Answer.found(
        new Users(tx).byId(in.text("user_id")),
        "No user was found with the given id.",
        user -> {
          var life =
              in.number("expires_in_seconds")
                  .map(Duration::ofSeconds)
                  .orElse(SignInTokens.STANDARD_LIFE);
          return life.isPositive()
              ? Answer.ok(new SignInTokens(instance, tx).create(user, life))
              : Answer.refused(Refusal.invalid("expires_in_seconds"));
        });
  }

  private Answer revokeSignInToken(Tx tx, Call call, Input in) {
    return Answer.found(
        new SignInTokens(instance, tx).revoke(call.param("id")),
        "No sign in token was found.",
        Answer::ok);
  }

  private Answer found(Tx tx, Call call, Function<User, Answer> action) {
    return Answer.found(
        new Users(tx).byId(call.param("id")), "No user was found with this id.", action);
  }

  private Answer show(Tx tx, User user) {
    return Answer.ok(render(tx).user(user));
  }

  private Render render(Tx tx) {
    return new Render(instance, tx, true);
  }
}
