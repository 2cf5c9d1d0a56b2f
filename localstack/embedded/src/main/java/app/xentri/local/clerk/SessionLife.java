package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;

/** Opening and ending sessions inside a transaction, each with its webhook. */
record SessionLife(Instance instance, Tx tx) {

  /**
   * Opens a session.
   *
   * @param origin the page that signed in
   * @param proved whether a password, code or provider proved the person just now
   */
  Session open(
      String clientId, User user, String origin, @Nullable String organizationId, boolean proved) {
    long now = instance.now();
    var session =
        new Session(
            Ids.next("sess"),
            clientId,
            user.id(),
            Session.ACTIVE,
            origin,
            organizationId,
            proved ? now : null,
            now,
            now + Session.LIFE.toMillis(),
            now + Session.ABANDONED_AFTER.toMillis(),
            now,
            now);
    new Sessions(tx).insert(session);
    new Users(tx).signedIn(user.id(), now);
    tell("session.created", session);
    return session;
  }

  /**
   * Ends an active session; one that has ended already stays as it is.
   *
   * @param status {@code removed} or {@code revoked}
   */
  Session end(Session session, String status) {
    if (!session.activeAt(instance.now())) {
      return session;
    }
    var over = session.withStatus(status, instance.now());
    var sessions = new Sessions(tx);
    if (!sessions.end(over)) {
      return sessions.byId(session.id()).orElseThrow();
    }
    tell("session." + status, over);
    return over;
  }

  private void tell(String type, Session session) {
    var render = new Render(instance, tx, true);
    var node = render.session(session);
    node.set("user", render.user(new Users(tx).byId(session.userId()).orElseThrow()));
    instance.webhooks().store(tx, type, node);
  }
}
