package app.xentri.identity.org;

import tools.jackson.databind.JsonNode;

/** What somebody says about the name of their organization: another one, or that it stays. */
record OrgChange(JsonNode body) {

  boolean hasName() {
    return body.has("name");
  }

  /** In one line with single spaces, as the provider tells it, too. */
  private String name() {
    return body.path("name").asString().strip().replaceAll("\\s+", " ");
  }

  /** The organization after the change, with the next version if anything differs. */
  CurrentOrg appliedTo(CurrentOrg org) {
    return org.called(hasName() ? name() : org.name());
  }
}
