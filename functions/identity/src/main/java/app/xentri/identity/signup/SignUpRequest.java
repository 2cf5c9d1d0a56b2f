package app.xentri.identity.signup;

import org.jspecify.annotations.Nullable;

/** The body of a sign-up; the schema has been checked. */
record SignUpRequest(String email, String password, @Nullable String name) {

  /** Says nothing of what was typed. */
  @Override
  public String toString() {
    return "SignUpRequest[…]";
  }
}
