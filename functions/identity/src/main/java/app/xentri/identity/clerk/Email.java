package app.xentri.identity.clerk;

import java.util.Locale;

/** An e-mail address as we compare it: without space around it and in lower case. */
public record Email(String value) {

  public Email {
    value = value.strip().toLowerCase(Locale.ROOT);
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
