package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;

/** Opening and ending sessions inside a transaction, each with its webhook. */
record SessionLife(Instance instance, Tx tx) {

  /**
   * Opens a session.
   *
   * @param origin the page that signed in
   */
  Session open(String clientId, User user, String origin, @Nullable String organizationId) {
    long now = instance.now();
    var session = Session.open(clientId, user.id(), origin, organizationId, now);
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
    long now = instance.now();
    if (!session.activeAt(now)) {
      return session;
    }
    var sessions = new Sessions(tx);
    var ended = sessions.end(session.id(), status, now);
    ended.ifPresent(over -> tell("session." + status, over));
    return ended.or(() -> sessions.byId(session.id())).orElseThrow();
  }

  /** Ends all sessions of a person. */
  void endAll(User user) {
    new Sessions(tx).ofUser(user.id()).forEach(session -> end(session, "revoked"));
  }

  private void tell(String type, Session session) {
    var render = new Render(instance, tx, true);
    var node = render.session(session);
    node.set("user", render.user(new Users(tx).byId(session.userId()).orElseThrow()));
    instance.webhooks().store(tx, type, node);
  }
}
