package app.xentri.local.clerk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rule for new passwords: 8 to 72 characters. */
final class NewPassword {

  private NewPassword() {}

  static Optional<Refusal> problem(@Nullable String password) {
    if (password == null) {
      return Optional.of(Refusal.missing("password"));
    }
    int length = password.codePointCount(0, password.length());
    if (length < Passwords.SHORTEST) {
      return Optional.of(Refusal.passwordTooShort());
    }
    return length > Passwords.LONGEST ? Optional.of(Refusal.passwordTooLong()) : Optional.empty();
  }
}
