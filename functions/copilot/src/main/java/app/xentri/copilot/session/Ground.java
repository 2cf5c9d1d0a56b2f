package app.xentri.copilot.session;

import app.xentri.copilot.brief.Brief;
import org.jspecify.annotations.Nullable;

/**
 * The Brief that a session's draft stands on.
 *
 * @param version of that Brief; 0 for none
 * @param unsaved that Brief, as long as the session has not been saved with it
 */
record Ground(long version, @Nullable Brief unsaved) {

  /** Where no Brief stands yet, and where none is to be kept. */
  static final Ground NONE = new Ground(0, null);

  static Ground of(Brief brief) {
    return new Ground(brief.version(), brief);
  }

  @Nullable Basis basis() {
    return unsaved == null ? null : Basis.of(unsaved);
  }
}
