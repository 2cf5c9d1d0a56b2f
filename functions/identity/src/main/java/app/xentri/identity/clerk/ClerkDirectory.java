package app.xentri.identity.clerk;

import app.xentri.platform.Outcome;
import app.xentri.platform.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What identity asks of the identity provider. Methods throw {@link Refused} with {@code 503
 * identity_provider_unavailable} if it does not answer, is busy or has failed, but where they say
 * that they answer that.
 */
public interface ClerkDirectory {

  /**
   * Makes a person with a password.
   *
   * @return denied as a conflict {@code email_taken}, or as invalid where the provider does not
   *     like a value
   */
  Outcome<ClerkUser> createUser(Email email, String password, PersonName name);

  Optional<ClerkUser> userByEmail(Email email);

  Optional<ClerkUser> user(String userId);

  boolean isPasswordOf(String userId, String password);

  /** A ticket that opens one session, once. */
  String ticket(String userId, Duration life);

  /** Memberships, the oldest first; empty if there is no such person. */
  Optional<List<ClerkMembership>> membershipsOf(String userId);

  /**
   * Makes an organization with this person as its admin.
   *
   * @param mark kept with it where nobody sees it, to find it again if we fail afterwards
   */
  ClerkMembership createOrganization(String name, String userId, String mark);

  Optional<ClerkSession> session(String sessionId);

  /**
   * A token that names this session in what is signed; empty if the session is not active.
   *
   * @param life how long it is good for, unless the session ends before
   */
  Optional<String> mint(String sessionId, Duration life);

  /**
   * Ends a session; nothing happens if it has ended already.
   *
   * @return false if the provider does not answer: unlike the other calls this one is not needed by
   *     whoever makes it
   */
  boolean revoke(String sessionId);

  /**
   * Changes a person's name.
   *
   * @return the provider's time of the change; empty if there is no such person
   */
  Optional<Instant> rename(String userId, PersonName name);

  /**
   * Changes an organization's name.
   *
   * @return the provider's time of the change; empty if there is no such organization
   */
  Optional<Instant> renameOrganization(String organizationId, String name);
}
