package app.xentri.contract.wrong;

import app.xentri.platform.database.Tx;

/** A use case that is called by a noun, can be inherited from and does two things. */
class SectionEditor {

  String run(Tx tx, String section) {
    return section + tx.clock().instant();
  }

  String undo(Tx tx, String section) {
    return tx.clock().instant() + section;
  }
}
