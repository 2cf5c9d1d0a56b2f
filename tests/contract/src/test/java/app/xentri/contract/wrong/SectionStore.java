package app.xentri.contract.wrong;

import app.xentri.platform.database.Tx;

/** A store that remembers something. */
class SectionStore {

  private String last = "";

  String find(Tx tx) {
    last = tx.clock().instant() + last;
    return last;
  }
}
