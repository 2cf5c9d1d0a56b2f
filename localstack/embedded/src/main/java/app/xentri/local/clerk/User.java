package app.xentri.local.clerk;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A person. Times are epoch milliseconds. */
record User(
    String id,
    Address address,
    Name name,
    @Nullable String passwordHash,
    @Nullable String externalId,
    Metadata metadata,
    @Nullable Long lastSignInAt,
    long createdAt,
    long updatedAt) {

  /**
   * The one e-mail address that a person has here.
   *
   * @param verifiedBy the strategy that proved it: {@code admin}, {@code email_code} or {@code
   *     from_oauth_google}; null while unproved
   */
  record Address(String id, String email, @Nullable String verifiedBy) {
    Address {
      email = email.toLowerCase(Locale.ROOT);
    }
  }

  /** What somebody is called. */
  record Name(@Nullable String first, @Nullable String last) {}

  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s\"<>]{1,64}@[^@\\s\"<>]+\\.[^@\\s\"<>.]+");

  /** Someone new with an unproved address and nothing else. */
  static User create(String email, long now) {
    var address = new Address(Ids.next("idn"), email, null);
    var nameless = new Name(null, null);
    return new User(
        Ids.next("user"), address, nameless, null, null, Metadata.none(), null, now, now);
  }

  static boolean isEmail(String text) {
    return text.length() <= 254 && EMAIL.matcher(text).matches();
  }

  String email() {
    return address.email();
  }

  boolean emailVerified() {
    return address.verifiedBy() != null;
  }

  /** With the address proved by this strategy, unless it was proved before. */
  User verifiedBy(String strategy) {
    var proved = emailVerified() ? address : new Address(address.id(), address.email(), strategy);
    return new User(
        id, proved, name, passwordHash, externalId, metadata, lastSignInAt, createdAt, updatedAt);
  }

  User named(@Nullable String first, @Nullable String last) {
    var next = new Name(first, last);
    return new User(
        id, address, next, passwordHash, externalId, metadata, lastSignInAt, createdAt, updatedAt);
  }

  User withPasswordHash(@Nullable String hash) {
    return new User(
        id, address, name, hash, externalId, metadata, lastSignInAt, createdAt, updatedAt);
  }

  User withExternalId(@Nullable String other) {
    return new User(
        id, address, name, passwordHash, other, metadata, lastSignInAt, createdAt, updatedAt);
  }

  User withMetadata(Metadata next) {
    return new User(
        id, address, name, passwordHash, externalId, next, lastSignInAt, createdAt, updatedAt);
  }

  User touched(long now) {
    return new User(
        id, address, name, passwordHash, externalId, metadata, lastSignInAt, createdAt, now);
  }
}
