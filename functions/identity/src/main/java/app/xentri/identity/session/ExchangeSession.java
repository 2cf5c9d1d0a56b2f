package app.xentri.identity.session;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.me.Me;
import app.xentri.identity.me.MeStore;
import app.xentri.identity.session.SessionTokens.SessionToken;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.identity.workspace.FollowPerson;
import app.xentri.identity.workspace.WorkspaceStore;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.identity.Claims;
import app.xentri.platform.identity.Shown;
import app.xentri.platform.identity.TokenVerifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a session at the provider into one with us. All that it knows about the person is asked
 * before the transaction, and followed in it, so that signing in heals what a message has lost.
 */
final class ExchangeSession {

  /**
   * The session.
   *
   * @param token for the cookie
   * @param created whether this is the session that signed up
   */
  record SignedIn(SessionToken token, Me me, boolean created) {}

  private final TokenVerifier verifier;
  private final TenantTx tenants;
  private final Supplier<ClerkDirectory> clerk;
  private final EnsureWorkspace ensureWorkspace;
  private final SessionTokens tokens;
  private final FollowPerson followPerson = new FollowPerson();

  ExchangeSession(
      TokenVerifier verifier,
      TenantTx tenants,
      Supplier<ClerkDirectory> clerk,
      EnsureWorkspace ensureWorkspace) {
    this.verifier = verifier;
    this.tenants = tenants;
    this.clerk = clerk;
    this.ensureWorkspace = ensureWorkspace;
    this.tokens = new SessionTokens(verifier, clerk);
  }

  /**
   * Denied as unauthenticated without a valid token of an active session, and as a deleted account
   * where a valid token names somebody whom the provider has no more.
   *
   * @param shown whom the page shows, if it says so
   */
  Outcome<SignedIn> run(String providerToken, @Nullable Shown shown, String traceId) {
    Optional<Claims> claims = verifier.verify(providerToken);
    if (claims.isEmpty()) {
      return Outcome.denied(noSession());
    }
    String sessionId = claims.get().sessionId();
    // Asked before the transaction, which would otherwise wait for the provider.
    Optional<SessionToken> token = tokens.mint(sessionId);
    Optional<ClerkUser> user = clerk.get().user(claims.get().subject());
    if (user.isEmpty()) {
      return Outcome.denied(Refusal.Unauthenticated.accountDeleted());
    }
    if (token.isEmpty()) {
      return Outcome.denied(noSession());
    }
    List<ClerkMembership> listed = clerk.get().membershipsOf(user.get().id()).orElse(List.of());
    Supplier<Optional<SignedIn>> attempt =
        () ->
            tenants.open(
                traceId,
                SessionStore.lock(sessionId, user.get().id()),
                (tx, ended) -> {
                  if (ended.getFirst()) {
                    throw new Refused(noSession());
                  }
                  followPerson.run(tx, user.get(), listed);
                  Optional<Member> member = WorkspaceStore.enter(tx, user.get().id());
                  if (shown != null && member.isPresent()) {
                    shown.require(member.get().user().orElseThrow(), member.get().orgId());
                  }
                  return member.map(_ -> signIn(tx, user.get().method(), sessionId, token.get()));
                });
    return attempt
        .get()
        .map(Outcome::done)
        .orElseGet(() -> withWorkspace(traceId, user.get(), attempt));
  }

  /**
   * For somebody who is in no organization.
   *
   * @param attempt signs in if they are in one
   */
  private Outcome<SignedIn> withWorkspace(
      String traceId, ClerkUser user, Supplier<Optional<SignedIn>> attempt) {
    return switch (ensureWorkspace.run(traceId, user)) {
      case Outcome.Denied<Member>(var refusal) -> Outcome.denied(refusal);
      case Outcome.Done<Member> _ ->
          attempt
              .get()
              .map(Outcome::done)
              .orElseGet(() -> Outcome.denied(Refusal.Forbidden.noWorkspace()));
    };
  }

  private static SignedIn signIn(Tx tx, String method, String sessionId, SessionToken token) {
    var me = MeStore.inSession(tx, sessionId);
    if (!me.signedUp()) {
      tx.emit(IdentityEvents.loggedIn(me.me().id(), method, sessionId));
    }
    return new SignedIn(token, me.me(), me.signedUp());
  }

  private static Refusal noSession() {
    return new Refusal.Unauthenticated("There is no active session behind this token.");
  }
}
