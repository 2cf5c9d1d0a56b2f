package app.xentri.local.clerk;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a signed-in browser does with its sessions: tokens, touch, sign-out. */
record OwnSessions(Instance instance) {

  /** A fresh session token for the given, or else the active, organization. */
  Answer token(Browser browser) {
    return own(browser, "organization_id", session -> Answer.token(browser.token(session)));
  }

  /** Keeps the session alive and makes it, and an organization, the active one. */
  Answer touch(Browser browser) {
    return own(browser, "active_organization_id", session -> touched(browser, session));
  }

  private Answer touched(Browser browser, Session acting) {
    var session = new Sessions(browser.tx()).touch(acting, instance.now());
    if (session.isEmpty()) {
      return Answer.refused("signed_out");
    }
    browser.keep(browser.orNew().withLastActive(acting.id()));
    return browser.answer(browser.json(session.get()));
  }

  /** The browser's own session, acting in the organization that a field names. */
  private static Answer own(Browser browser, String field, Function<Session, Answer> action) {
    var call = browser.call();
    return browser
        .activeSession(call.param("id"))
        .map(session -> call.has(field) ? session.actingIn(call.field(field)) : session)
        .map(
            session ->
                member(browser.tx(), session.userId(), session.activeOrganizationId())
                    ? action.apply(session)
                    : Answer.refused("not_a_member_in_organization"))
        .orElseGet(() -> Answer.refused("signed_out"));
  }

  private static boolean member(Tx tx, String userId, @Nullable String organizationId) {
    return organizationId == null
        || new Organizations(tx).membership(organizationId, userId).isPresent();
  }

  /** Signs the whole browser out; the browser itself stays known. */
  Answer removeAll(Browser browser) {
    var life = new SessionLife(instance, browser.tx());
    browser.activeSessions().forEach(session -> life.end(session, "removed"));
    browser.client().ifPresent(client -> browser.keep(client.withLastActive(null)));
    return browser.answer(browser.json());
  }
}
