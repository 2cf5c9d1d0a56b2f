package app.xentri.identity.session;

import app.xentri.identity.IdentityEvents;
import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.ClerkUser;
import app.xentri.identity.me.Me;
import app.xentri.identity.me.MeStore;
import app.xentri.identity.session.SessionTokens.SessionToken;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.identity.Claims;
import app.xentri.platform.identity.Shown;
import app.xentri.platform.identity.TokenVerifier;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns a session at the provider into one with us. */
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
  private final SessionStore sessions = new SessionStore();
  private final MeStore people = new MeStore();

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
   * Denied as unauthenticated without a valid token of an active session.
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
    if (token.isEmpty() || user.isEmpty()) {
      return Outcome.denied(noSession());
    }
    return tenants.open(
        traceId, tx -> Outcome.done(signIn(tx, user.get(), sessionId, token.get(), shown)));
  }

  private SignedIn signIn(
      Tx tx, ClerkUser user, String sessionId, SessionToken token, @Nullable Shown shown) {
    if (sessions.hasEnded(tx, sessionId)) {
      throw new Refused(noSession());
    }
    Member member = ensureWorkspace.run(tx, user).orRefuse();
    if (shown != null) {
      shown.require(member.user().orElseThrow(), member.orgId());
    }
    boolean signUp = sessions.isSignUp(tx, sessionId);
    if (!signUp) {
      UUID userId = member.user().orElseThrow();
      tx.emit(IdentityEvents.loggedIn(userId, user.method(), sessionId));
    }
    return new SignedIn(token, people.me(tx), signUp);
  }

  private static Refusal noSession() {
    return new Refusal.Unauthenticated("There is no active session behind this token.");
  }
}
