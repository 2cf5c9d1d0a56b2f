package app.xentri.local.clerk;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A person with the e-mail address that they are known by. Times are epoch milliseconds.
 *
 * @param emailVerifiedBy the strategy that proved the address: {@code admin}, {@code email_code} or
 *     {@code from_oauth_google}; null while unproved
 * @param imageId of their picture, if they have one
 */
record User(
    String id,
    String emailId,
    String email,
    @Nullable String emailVerifiedBy,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String passwordHash,
    @Nullable String imageId,
    @Nullable Long lastSignInAt,
    long createdAt,
    long updatedAt) {

  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s\"<>]{1,64}@[^@\\s\"<>]+\\.[^@\\s\"<>.]+");

  User {
    email = email.toLowerCase(Locale.ROOT);
  }

  /** Someone new with an unproved address and nothing else. */
  static User create(String email, long now) {
    return new User(
        Ids.next("user"), Ids.next("idn"), email, null, null, null, null, null, null, now, now);
  }

  static boolean isEmail(String text) {
    return text.length() <= 254 && EMAIL.matcher(text).matches();
  }

  /** With the address proved by this strategy, unless it was proved before. */
  User verifiedBy(String strategy) {
    return emailVerifiedBy == null
        ? changed(strategy, firstName, lastName, passwordHash, updatedAt)
        : this;
  }

  /** Known by another address of theirs, which a code has proved. */
  User reachedAt(String otherId, String other) {
    return new User(
        id,
        otherId,
        other,
        Codes.PROOF,
        firstName,
        lastName,
        passwordHash,
        imageId,
        lastSignInAt,
        createdAt,
        updatedAt);
  }

  User pictured(@Nullable String image) {
    return new User(
        id,
        emailId,
        email,
        emailVerifiedBy,
        firstName,
        lastName,
        passwordHash,
        image,
        lastSignInAt,
        createdAt,
        updatedAt);
  }

  User named(@Nullable String first, @Nullable String last) {
    return changed(emailVerifiedBy, first, last, passwordHash, updatedAt);
  }

  User withPasswordHash(@Nullable String hash) {
    return changed(emailVerifiedBy, firstName, lastName, hash, updatedAt);
  }

  User touched(long now) {
    return changed(emailVerifiedBy, firstName, lastName, passwordHash, now);
  }

  private User changed(
      @Nullable String verifiedBy,
      @Nullable String first,
      @Nullable String last,
      @Nullable String hash,
      long at) {
    return new User(
        id, emailId, email, verifiedBy, first, last, hash, imageId, lastSignInAt, createdAt, at);
  }
}
