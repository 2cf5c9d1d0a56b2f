package app.xentri.identity.org;

import app.xentri.platform.EntityTag;

/**
 * The organization that a call is about.
 *
 * @param version goes up with every change of it
 * @param clerkId the provider's id of it
 */
record CurrentOrg(CurrentOrgView view, long version, String clerkId) {

  EntityTag tag() {
    return EntityTag.of("organization", view.id(), view.id(), version);
  }

  String name() {
    return view.name();
  }

  /** Whether the caller may change it. */
  boolean isLed() {
    return view.role().equals("owner") || view.role().equals("admin");
  }

  /** The same under this name, which is settled; in the next version if anything differs. */
  CurrentOrg called(String name) {
    CurrentOrgView after = view.called(name);
    return after.equals(view) ? this : new CurrentOrg(after, version + 1, clerkId);
  }
}
