package app.xentri.local.clerk;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a signed-in browser does with its sessions: tokens, touch, sign-out, own memberships. */
record OwnSessions(Instance instance) {

  /** A fresh session token for the given, or else the active, organization. */
  Answer token(Browser browser) {
    var call = browser.call();
    return signedIn(
        browser,
        call.param("id"),
        session -> {
          var wanted =
              call.has("organization_id")
                  ? call.field("organization_id")
                  : session.activeOrganizationId();
          return member(browser.tx(), session, wanted)
              ? Answer.token(tokens(browser).session(session.actingIn(wanted)))
              : Answer.refused(notMember());
        });
  }

  /** A token of the JWT template. */
  Answer templateToken(Browser browser) {
    if (!browser.call().param("template").equals(Tokens.TEMPLATE)) {
      return Answer.refused(Refusal.notFound("No JWT template exists with that name."));
    }
    return signedIn(
        browser,
        browser.call().param("id"),
        session -> Answer.token(tokens(browser).template(session)));
  }

  private record Minted(Tokens tokens, Browser browser) {

    String session(Session session) {
      return tokens.session(browser.tx(), session, header(browser), Tokens.SESSION_TOKEN_LIFE);
    }

    String template(Session session) {
      Duration life = Tokens.TEMPLATE_TOKEN_LIFE;
      return tokens.template(browser.tx(), session, header(browser), life);
    }

    private static @Nullable String header(Browser browser) {
      return browser.call().header("Origin");
    }
  }

  private Minted tokens(Browser browser) {
    return new Minted(new Tokens(instance), browser);
  }

  /** Keeps the session alive and makes it, and an organization, the active one. */
  Answer touch(Browser browser) {
    return signedIn(browser, browser.call().param("id"), session -> touch(browser, session));
  }

  private Answer touch(Browser browser, Session session) {
    var call = browser.call();
    String wanted =
        call.has("active_organization_id")
            ? call.field("active_organization_id")
            : session.activeOrganizationId();
    if (!member(browser.tx(), session, wanted)) {
      return Answer.refused(notMember());
    }
    var touched = session.touched(wanted, instance.now());
    if (!new Sessions(browser.tx()).touch(touched)) {
      return Answer.refused(Refusal.signedOut());
    }
    browser.keep(browser.orNew().withLastActive(session.id()));
    return browser.answer(
        new Render(instance, browser.tx(), false).ownSession(touched, call.header("Origin")));
  }

  private static boolean member(Tx tx, Session session, @Nullable String organizationId) {
    return organizationId == null
        || new Organizations(tx).membership(organizationId, session.userId()).isPresent();
  }

  private static Refusal notMember() {
    return new Refusal(
        403,
        "not_a_member_in_organization",
        "not a member",
        "You are not a member of this organization.",
        null);
  }

  Answer end(Browser browser) {
    return finish(browser, "ended");
  }

  Answer remove(Browser browser) {
    return finish(browser, "removed");
  }

  private Answer finish(Browser browser, String status) {
    return signedIn(
        browser,
        browser.call().param("id"),
        session -> {
          var over = new SessionLife(instance, browser.tx()).end(session, status);
          return browser.answer(new Render(instance, browser.tx(), false).ownSession(over, null));
        });
  }

  /** Signs the whole browser out; the browser itself stays known. */
  Answer removeAll(Browser browser) {
    var life = new SessionLife(instance, browser.tx());
    browser.activeSessions().forEach(session -> life.end(session, "removed"));
    browser.client().ifPresent(client -> browser.keep(client.withLastActive(null)));
    return browser.answer(browser.json());
  }

  Answer me(Browser browser) {
    return asMe(browser, user -> browser.answer(user(browser, user)));
  }

  /** Changes the own name. */
  Answer changeMe(Browser browser) {
    return asMe(
        browser,
        user -> {
          var call = browser.call();
          var changed =
              new Directory(instance, browser.tx())
                  .change(
                      user,
                      now ->
                          now.named(
                              call.has("first_name")
                                  ? call.field("first_name")
                                  : now.name().first(),
                              call.has("last_name") ? call.field("last_name") : now.name().last()));
          return browser.answer(user(browser, changed));
        });
  }

  /** Changes the own password, knowing the old one. */
  Answer changePassword(Browser browser) {
    return asMe(
        browser,
        user -> {
          String hash = user.passwordHash();
          String current = browser.call().field("current_password");
          if (hash != null && (current == null || !Passwords.matches(current, hash))) {
            return Answer.refused(Refusal.passwordIncorrect());
          }
          var problem = NewPassword.problem(browser.call().field("new_password"));
          if (problem.isPresent()) {
            return Answer.refused(problem.get());
          }
          String next = Passwords.hash(String.valueOf(browser.call().field("new_password")));
          var changed =
              new Directory(instance, browser.tx()).change(user, now -> now.withPasswordHash(next));
          return browser.answer(user(browser, changed));
        });
  }

  /** Own memberships, the oldest first: {@code {data, total_count}}. */
  Answer memberships(Browser browser) {
    return asMe(
        browser,
        user -> {
          var call = browser.call();
          var page = new Organizations(browser.tx()).ofUser(user.id(), call.limit(), call.offset());
          return browser.answer(page.json(new Render(instance, browser.tx(), false)::membership));
        });
  }

  /** Makes an organization with oneself as admin. */
  Answer createOrganization(Browser browser) {
    return asMe(
        browser,
        user -> {
          String name = browser.call().field("name");
          if (name == null) {
            return Answer.refused(Refusal.missing("name"));
          }
          String slug = browser.call().field("slug");
          var made =
              new Directory(instance, browser.tx())
                  .add(Organization.create(name, slug, user.id(), instance.now()), slug, user);
          return made.isEmpty()
              ? Answer.refused(Refusal.identifierExists("slug"))
              : browser.answer(new Render(instance, browser.tx(), false).organization(made.get()));
        });
  }

  private ObjectNode user(Browser browser, User user) {
    return new Render(instance, browser.tx(), false).user(user);
  }

  private Answer asMe(Browser browser, Function<User, Answer> action) {
    String wanted = browser.call().query("_clerk_session_id");
    Optional<Session> session =
        wanted == null
            ? browser.activeSessions().stream().findFirst()
            : browser.activeSession(wanted);
    return session
        .flatMap(s -> new Users(browser.tx()).byId(s.userId()))
        .map(action)
        .orElseGet(() -> Answer.refused(Refusal.signedOut()));
  }

  private Answer signedIn(Browser browser, String sessionId, Function<Session, Answer> action) {
    return browser
        .activeSession(sessionId)
        .map(action)
        .orElseGet(() -> Answer.refused(Refusal.signedOut()));
  }
}
