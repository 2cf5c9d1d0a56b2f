package app.xentri.local.clerk;

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
            .withMetadata(
                in.object("public_metadata", Json.object()),
                in.object("private_metadata", Json.object()),
                in.object("unsafe_metadata", Json.object()));
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
    var array = Json.array();
    var render = render(tx);
    page(tx, call).items().forEach(user -> array.add(render.user(user)));
    return Answer.ok(array);
  }

  private Answer count(Tx tx, Call call, Input in) {
    return Answer.ok(
        Json.object().put("object", "total_count").put("total_count", page(tx, call).total()));
  }

  private static Users.Page<User> page(Tx tx, Call call) {
    var emails = new ArrayList<String>();
    for (String email : call.queries("email_address")) {
      emails.add(email.toLowerCase(Locale.ROOT));
    }
    return new Users(tx)
        .list(
            emails,
            call.queries("user_id"),
            call.query("query"),
            call.number("limit", 10, 500),
            call.number("offset", 0, 1_000_000));
  }

  private Answer update(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user -> {
          String password = in.text("password");
          if (password != null && !in.yes("skip_password_checks")) {
            var problem = NewPassword.problem(password);
            if (problem.isPresent()) {
              return Answer.refused(problem.get());
            }
          }
          var next =
              user.named(
                      in.has("first_name") ? in.text("first_name") : user.firstName(),
                      in.has("last_name") ? in.text("last_name") : user.lastName())
                  .withExternalId(
                      in.has("external_id") ? in.text("external_id") : user.externalId())
                  .withPasswordHash(
                      password == null ? user.passwordHash() : Passwords.hash(password))
                  .withMetadata(
                      in.object("public_metadata", user.publicMetadata()),
                      in.object("private_metadata", user.privateMetadata()),
                      in.object("unsafe_metadata", user.unsafeMetadata()));
          var changed = new Directory(instance, tx).change(next);
          if (password != null && in.yes("sign_out_of_other_sessions")) {
            endAll(tx, user);
          }
          return show(tx, changed);
        });
  }

  private void endAll(Tx tx, User user) {
    var life = new SessionLife(instance, tx);
    new Sessions(tx)
        .list(null, user.id(), Session.ACTIVE, instance.now(), 500, 0)
        .items()
        .forEach(session -> life.end(session, "revoked"));
  }

  private Answer mergeMetadata(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user -> {
          var next =
              user.withMetadata(
                  Metadata.merged(
                      user.publicMetadata(), in.object("public_metadata", Json.object())),
                  Metadata.merged(
                      user.privateMetadata(), in.object("private_metadata", Json.object())),
                  Metadata.merged(
                      user.unsafeMetadata(), in.object("unsafe_metadata", Json.object())));
          return show(tx, new Directory(instance, tx).change(next));
        });
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
          int limit = call.number("limit", 10, 500);
          int offset = call.number("offset", 0, 1_000_000);
          var page = new Organizations(tx).ofUser(user.id(), limit, offset);
          var node = Json.object().put("total_count", page.total());
          var data = node.putArray("data");
          page.items().forEach(membership -> data.add(render(tx).membership(membership)));
          return Answer.ok(node);
        });
  }

  private Answer createSignInToken(Tx tx, Call call, Input in) {
    var user = new Users(tx).byId(in.text("user_id"));
    if (user.isEmpty()) {
      return Answer.refused(Refusal.notFound("No user was found with the given id."));
    }
    var life =
        in.number("expires_in_seconds").map(Duration::ofSeconds).orElse(SignInTokens.STANDARD_LIFE);
    return life.isPositive()
        ? Answer.ok(new SignInTokens(instance, tx).create(user.get(), life))
        : Answer.refused(Refusal.invalid("expires_in_seconds"));
  }

  private Answer revokeSignInToken(Tx tx, Call call, Input in) {
    return new SignInTokens(instance, tx)
        .revoke(call.param("id"))
        .map(Answer::ok)
        .orElseGet(() -> Answer.refused(Refusal.notFound("No sign in token was found.")));
  }

  private Answer found(Tx tx, Call call, Function<User, Answer> action) {
    return new Users(tx)
        .byId(call.param("id"))
        .map(action)
        .orElseGet(() -> Answer.refused(Refusal.notFound("No user was found with this id.")));
  }

  private Answer show(Tx tx, User user) {
    return Answer.ok(render(tx).user(user));
  }

  private Render render(Tx tx) {
    return new Render(instance, tx, true);
  }
}
