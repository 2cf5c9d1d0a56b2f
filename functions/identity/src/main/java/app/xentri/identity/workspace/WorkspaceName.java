package app.xentri.identity.workspace;

import app.xentri.identity.clerk.ClerkUser;
import java.util.Locale;

/** What a first organization is called until its owner calls it something else. */
final class WorkspaceName {

  private static final int LONGEST_FIRST_NAME = 60;

  private WorkspaceName() {}

  /** {@code Ann's workspace}, after the first name or the beginning of the e-mail address. */
  static String of(ClerkUser user) {
    String first = user.nameOrNone().first();
    String mailbox = user.email() == null ? "" : user.email().localPart();
    String base = first.isEmpty() ? spoken(mailbox) : first;
    if (base.isEmpty()) {
      return "My workspace";
    }
    int end = Math.min(base.codePointCount(0, base.length()), LONGEST_FIRST_NAME);
    return base.substring(0, base.offsetByCodePoints(0, end)) + "'s workspace";
  }

  private static String spoken(String localPart) {
    for (String part : localPart.split("[^\\p{L}\\p{N}]+", -1)) {
      if (!part.isEmpty()) {
        int first = part.offsetByCodePoints(0, 1);
        return part.substring(0, first).toUpperCase(Locale.ROOT) + part.substring(first);
      }
    }
    return "";
  }
}
