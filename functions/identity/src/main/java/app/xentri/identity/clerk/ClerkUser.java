package app.xentri.identity.clerk;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person as the provider tells of them; null is what it does not tell, or not so that we could
 * keep it.
 *
 * @param email the primary address
 * @param picture whether they have one of their own, and which
 * @param hasPassword whether they can sign in with one
 * @param hasSocial whether they can sign in through another provider
 * @param updatedAt the provider's time of the last change; long ago if it is not told
 */
public record ClerkUser(
    String id,
    @Nullable Email email,
    @Nullable PersonName name,
    @Nullable Picture picture,
    boolean hasPassword,
    boolean hasSocial,
    Instant updatedAt) {

  /**
   * What the provider says about a person's picture.
   *
   * @param address null if they have none
   */
  public record Picture(@Nullable String address) {

    /** Empty if it says nothing that we could follow. */
    static Optional<Picture> told(Told hasImage, Told address) {
      return hasImage
          .flag()
          .flatMap(
              has -> has ? address.picture().map(Picture::new) : Optional.of(new Picture(null)));
    }
  }

  /** From the values that the provider tells, whichever way it does. */
  public static ClerkUser told(
      String id,
      Told email,
      Told firstName,
      Told lastName,
      Told hasImage,
      Told imageUrl,
      Told hasPassword,
      boolean hasSocial,
      Told updatedAt) {
    return new ClerkUser(
        id,
        email.email().orElse(null),
        PersonName.told(firstName, lastName).orElse(null),
        Picture.told(hasImage, imageUrl).orElse(null),
        hasPassword.flag().orElse(false),
        hasSocial,
        updatedAt.time().orElse(Instant.EPOCH));
  }

  /** The address of their picture, if they have one. */
  public @Nullable String pictureAddress() {
    return picture == null ? null : picture.address();
  }

  /** Their name, or an empty one. */
  public PersonName nameOrNone() {
    return name == null ? new PersonName("") : name;
  }

  /** The only way in that they have: {@code password} or {@code social}; else {@code unknown}. */
  public String method() {
    if (hasPassword == hasSocial) {
      return "unknown";
    }
    return hasPassword ? "password" : "social";
  }
}
