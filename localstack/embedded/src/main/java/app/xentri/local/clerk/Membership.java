package app.xentri.local.clerk;

/**
 * Someone's place in an organization.
 *
 * @param role {@code org:admin} or {@code org:member}
 */
record Membership(
    String id, String organizationId, String userId, String role, long createdAt, long updatedAt) {

  static final String ADMIN = "org:admin";
  static final String MEMBER = "org:member";

  /** As session tokens spell it: without {@code org:}. */
  String shortRole() {
    return role.substring("org:".length());
  }
}
