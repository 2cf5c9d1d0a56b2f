package app.xentri.local.clerk;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A person. Times are epoch milliseconds.
 *
 * @param emailVerifiedBy the strategy that proved the address: {@code admin}, {@code email_code} or
 *     {@code from_oauth_google}; null while unproved
 */
record User(
    String id,
    String emailId,
    String email,
    boolean emailVerified,
    @Nullable String emailVerifiedBy,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String passwordHash,
    String imageUrl,
    @Nullable String externalId,
    ObjectNode publicMetadata,
    ObjectNode privateMetadata,
    ObjectNode unsafeMetadata,
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
        Ids.next("user"),
        Ids.next("idn"),
        email,
        false,
        null,
        null,
        null,
        null,
        "",
        null,
        Json.object(),
        Json.object(),
        Json.object(),
        null,
        now,
        now);
  }

  static boolean isEmail(String text) {
    return text.length() <= 254 && EMAIL.matcher(text).matches();
  }

  User verifiedBy(String strategy) {
    return new User(
        id,
        emailId,
        email,
        true,
        strategy,
        firstName,
        lastName,
        passwordHash,
        imageUrl,
        externalId,
        publicMetadata,
        privateMetadata,
        unsafeMetadata,
        lastSignInAt,
        createdAt,
        updatedAt);
  }

  User named(@Nullable String first, @Nullable String last) {
    return new User(
        id,
        emailId,
        email,
        emailVerified,
        emailVerifiedBy,
        first,
        last,
        passwordHash,
        imageUrl,
        externalId,
        publicMetadata,
        privateMetadata,
        unsafeMetadata,
        lastSignInAt,
        createdAt,
        updatedAt);
  }

  User withPasswordHash(@Nullable String hash) {
    return new User(
        id,
        emailId,
        email,
        emailVerified,
        emailVerifiedBy,
        firstName,
        lastName,
        hash,
        imageUrl,
        externalId,
        publicMetadata,
        privateMetadata,
        unsafeMetadata,
        lastSignInAt,
        createdAt,
        updatedAt);
  }

  User withExternalId(@Nullable String newExternalId) {
    return new User(
        id,
        emailId,
        email,
        emailVerified,
        emailVerifiedBy,
        firstName,
        lastName,
        passwordHash,
        imageUrl,
        newExternalId,
        publicMetadata,
        privateMetadata,
        unsafeMetadata,
        lastSignInAt,
        createdAt,
        updatedAt);
  }

  User withMetadata(ObjectNode publicOne, ObjectNode privateOne, ObjectNode unsafeOne) {
    return new User(
        id,
        emailId,
        email,
        emailVerified,
        emailVerifiedBy,
        firstName,
        lastName,
        passwordHash,
        imageUrl,
        externalId,
        publicOne,
        privateOne,
        unsafeOne,
        lastSignInAt,
        createdAt,
        updatedAt);
  }

  User signedIn(long now) {
    return new User(
        id,
        emailId,
        email,
        emailVerified,
        emailVerifiedBy,
        firstName,
        lastName,
        passwordHash,
        imageUrl,
        externalId,
        publicMetadata,
        privateMetadata,
        unsafeMetadata,
        now,
        createdAt,
        updatedAt);
  }

  User touched(long now) {
    return new User(
        id,
        emailId,
        email,
        emailVerified,
        emailVerifiedBy,
        firstName,
        lastName,
        passwordHash,
        imageUrl,
        externalId,
        publicMetadata,
        privateMetadata,
        unsafeMetadata,
        lastSignInAt,
        createdAt,
        now);
  }
}
