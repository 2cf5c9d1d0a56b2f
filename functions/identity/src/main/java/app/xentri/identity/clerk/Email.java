package app.xentri.identity.clerk;

import app.xentri.platform.text.EmailAddress;
import app.xentri.platform.text.Text;
import java.util.Locale;

/**
 * An e-mail address as we compare it and send it to the provider: as {@link EmailAddress#matchKey}
 * says. What the provider has and we could not read as an address stays as it is, in lower case.
 */
public record Email(String value) {

  public Email {
    String typed = value;
    value =
        EmailAddress.of(typed)
            .map(EmailAddress::matchKey)
            .orElseGet(() -> Text.normalized(typed.strip().toLowerCase(Locale.ROOT)));
  }

  /** What stands before the {@code @}. */
  public String localPart() {
    int at = value.indexOf('@');
    return at < 0 ? value : value.substring(0, at);
  }

  /** Not the address itself, which must not reach a log. */
  @Override
  public String toString() {
    return "Email[…]";
  }
}
