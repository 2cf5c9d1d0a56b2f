package app.xentri.copilot.document;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.BriefStore;
import app.xentri.platform.database.Query;

/** What a document is made of. */
final class DocumentStore {

  private DocumentStore() {}

  /**
   * The Brief that stands.
   *
   * @param orgName what the workspace is called, for a business without a name
   */
  record Found(Brief brief, String orgName) {}

  static Query<Found> find() {
    return Query.of(
        DocumentStore.class,
        "find",
        (row, number) -> new Found(BriefStore.read(row, number), row.getString("org_name")));
  }
}
