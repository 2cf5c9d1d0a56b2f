package app.xentri.platform.text;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address. However it was typed, two spellings of the same one have the same {@link
 * #matchKey}: composed and decomposed letters, capitals, and a domain in Unicode or in ASCII.
 *
 * <p>Domains may end in anything, {@code .internal} and {@code .test} included: whether mail gets
 * there is not a question of form. Addresses with a quoted name or a number for a domain are
 * refused; so is a domain with ß or ς in Unicode, which older and newer rules turn into different
 * domains, and which can be written in ASCII ({@code xn--…}).
 *
 * @param local what stands before the {@code @}, in NFC, as typed
 * @param domain in lower case and ASCII (IDNA)
 */
public record EmailAddress(String local, String domain) {

  private static final int MOST_BYTES = 254;
  private static final int MOST_LOCAL_BYTES = 64;
  private static final int MOST_DOMAIN_BYTES = 253;
  private static final Pattern LOCAL =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "localhost|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?!\\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern AMBIGUOUS = Pattern.compile("[ßẞς]");

  /** The address that was typed, perhaps with space around it; empty if it is none. */
  public static Optional<EmailAddress> of(String typed) {
    String text = typed.strip();
    int at = text.lastIndexOf('@');
    if (at < 1 || !isPlain(text)) {
      return Optional.empty();
    }
    String local = Text.normalized(text.substring(0, at));
    return domain(text.substring(at + 1))
        .map(domain -> new EmailAddress(local, domain))
        .filter(EmailAddress::isOne);
  }

  /** Nothing in it that a reader would not see. */
  private static boolean isPlain(String text) {
    return Text.isWellFormed(text)
        && text.codePoints()
            .noneMatch(
                it ->
                    Character.isISOControl(it)
                        || Character.isWhitespace(it)
                        || Character.isSpaceChar(it)
                        || (Character.getType(it) != Character.NON_SPACING_MARK
                            && Character.getType(it) != Character.ENCLOSING_MARK
                            && Character.getType(it) != Character.COMBINING_SPACING_MARK
                            && !Text.isVisible(Character.toString(it))));
  }

  private static Optional<String> domain(String typed) {
    if (AMBIGUOUS.matcher(typed).find()) {
      return Optional.empty();
    }
    try {
      // Through Unicode, so that every spelling of a name in ASCII ends in the same one.
      String ascii = IDN.toASCII(IDN.toUnicode(IDN.toASCII(typed)));
      return Optional.of(ascii.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      // A label that is empty, too long, or holds what no domain may.
      return Optional.empty();
    }
  }

  private boolean isOne() {
    return LOCAL.matcher(local).matches()
        && DOMAIN.matcher(domain).matches()
        && domain.length() <= MOST_DOMAIN_BYTES
        && bytes(matchKey()) <= MOST_BYTES
        && bytes(local) <= MOST_LOCAL_BYTES;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * What two spellings of the same address have in common, and what accounts are found by: the
   * local part in NFC and lower case, the domain in ASCII.
   */
  public String matchKey() {
    return Text.normalized(local.toLowerCase(Locale.ROOT)) + "@" + domain;
  }

  /** Not the address itself, which must not reach a log. */
  @Override
  public String toString() {
    return "EmailAddress[…]";
  }
}
