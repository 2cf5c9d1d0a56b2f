package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.platform.database.Database;
import app.xentri.platform.identity.Claims;
import app.xentri.platform.identity.TokenVerifier;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a session: first here, where it counts at once, then at the provider. If the provider does
 * not answer, the session is over all the same, because we refuse its tokens and do not renew them.
 */
final class LogOut {

  private static final Logger LOG = LoggerFactory.getLogger(LogOut.class);

  private final TokenVerifier verifier;
  private final Supplier<ClerkDirectory> clerk;
  private final Supplier<Database> database;
  private final SessionStore sessions = new SessionStore();

  LogOut(TokenVerifier verifier, Supplier<ClerkDirectory> clerk, Supplier<Database> database) {
    this.verifier = verifier;
    this.clerk = clerk;
    this.database = database;
  }

  /** Does nothing without a token that was once good. */
  void run(@Nullable String token) {
    Optional.ofNullable(token)
        .flatMap(verifier::verifyIgnoringExpiry)
        .map(Claims::sessionId)
        .ifPresent(this::end);
  }

  private void end(String sessionId) {
    sessions.end(database.get(), sessionId);
    if (!clerk.get().revoke(sessionId)) {
      LOG.atWarn().log("session not ended at the identity provider");
    }
  }
}
