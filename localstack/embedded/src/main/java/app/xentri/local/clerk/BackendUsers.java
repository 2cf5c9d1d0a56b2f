package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.http.Routes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Users and sign-in tokens in the Backend API. */
record BackendUsers(Instance instance) {

  void on(Routes<BackendApi.Action> routes) {
    routes
        .on("POST", "/v1/users", this::create)
        .on("GET", "/v1/users", this::list)
        .on("GET", "/v1/users/count", this::count)
        .on("GET", "/v1/users/{id}", (tx, call, _) -> found(tx, call, user -> show(tx, user)))
        .on("PATCH", "/v1/users/{id}", this::rename)
        .on("DELETE", "/v1/users/{id}", this::delete)
        .on("POST", "/v1/users/{id}/verify_password", this::verifyPassword)
        .on("GET", "/v1/users/{id}/organization_memberships", this::memberships)
        .on("POST", "/v1/sign_in_tokens", this::createSignInToken);
  }

  private Answer create(Tx tx, Call call, Input in) {
    var emails = in.texts("email_address");
    if (emails.size() != 1) {
      return Answer.refused("form_param_missing", "email_address");
    }
    if (!User.isEmail(emails.getFirst())) {
      return Answer.refused("form_param_format_invalid");
    }
    var problem = passwordProblem(in);
    if (problem.isPresent()) {
      return Answer.refused(problem.get());
    }
    if (new Users(tx).lockEmail(emails.getFirst()).isPresent()) {
      return Answer.refused("form_identifier_exists");
    }
    String password = in.text("password");
    var user =
        User.create(emails.getFirst(), instance.now())
            .verifiedBy("admin")
            .named(in.text("first_name"), in.text("last_name"))
            .withPasswordHash(password == null ? null : Passwords.hash(password));
    return new Directory(instance, tx).add(user, null)
        ? show(tx, user)
        : Answer.refused("form_identifier_exists");
  }

  private static Optional<Refusal> passwordProblem(Input in) {
    return !in.has("password") && in.yes("skip_password_requirement")
        ? Optional.empty()
        : Passwords.problem(in.text("password"));
  }

  private Answer list(Tx tx, Call call, Input in) {
    return Answer.ok(Render.array(call.part(wanted(tx, call)), render(tx)::user));
  }

  /** Beside the list, which does not tell it. */
  private Answer count(Tx tx, Call call, Input in) {
    int total = wanted(tx, call).size();
    return Answer.ok(Json.object().put("object", "total_count").put("total_count", total));
  }

  private static List<User> wanted(Tx tx, Call call) {
    return new Users(tx).all(call.query("email_address"));
  }

  private Answer rename(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user ->
            show(
                tx,
                new Directory(instance, tx)
                    .change(
                        user,
                        now ->
                            now.named(
                                in.text("first_name", now.firstName()),
                                in.text("last_name", now.lastName())))));
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
    return found(tx, call, user -> verifyPassword(user.passwordHash(), in));
  }

  private static Answer verifyPassword(@Nullable String hash, Input in) {
    String password = in.text("password");
    if (password == null) {
      return Answer.refused("form_param_missing", "password");
    }
    if (hash == null) {
      return Answer.refused("no_password_set");
    }
    return Passwords.matches(password, hash)
        ? Answer.ok(Json.object().put("verified", true))
        : Answer.refused("incorrect_password");
  }

  private Answer memberships(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        user -> Answer.page(new Organizations(tx).ofUser(user.id()), call, render(tx)::membership));
  }

  private Answer createSignInToken(Tx tx, Call call, Input in) {
    var life = in.life(SignInTokens.STANDARD_LIFE);
    return life.isPositive()
        ? Answer.found(
            new Users(tx).byId(in.text("user_id")),
            user -> Answer.ok(new SignInTokens(instance, tx).create(user, life)))
        : Answer.refused("form_param_value_invalid", "expires_in_seconds");
  }

  private static Answer found(Tx tx, Call call, Function<User, Answer> action) {
    return Answer.found(new Users(tx).byId(call.param("id")), action);
  }

  private Answer show(Tx tx, User user) {
    return Answer.ok(render(tx).user(user));
  }

  private Render render(Tx tx) {
    return new Render(instance, tx, true);
  }
}
