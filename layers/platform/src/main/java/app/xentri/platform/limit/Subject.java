package app.xentri.platform.limit;

import java.util.UUID;

/**
 * Whose calls are counted. A new kind is one more method here; kinds keep apart what happens to be
 * spelt the same.
 *
 * @param kind of subject
 * @param value which one it is; never stored or logged as it is
 */
public record Subject(String kind, String value) {

  /** The machine or network that a request comes from. */
  public static Subject client(String address) {
    return new Subject("client", address);
  }

  /**
   * An e-mail address.
   *
   * @param matchKey as addresses are compared, so that spellings of one share an allowance
   */
  public static Subject email(String matchKey) {
    return new Subject("email", matchKey);
  }

  /** A person by the subject of their token. */
  public static Subject person(String clerkUserId) {
    return new Subject("person", clerkUserId);
  }

  public static Subject org(UUID org) {
    return new Subject("org", org.toString());
  }

  /** A form of an org that anybody may fill in. */
  public static Subject form(UUID org, String form) {
    return new Subject("form", org + "/" + form);
  }

  /** Says nothing of who it is. */
  @Override
  public String toString() {
    return "Subject[" + kind + "]";
  }
}
