package app.xentri.local.clerk;

import org.jspecify.annotations.Nullable;

/**
 * Where a provider leads a browser back to.
 *
 * @param unfinished when more is to do
 * @param whenComplete when all is done; null for the same
 */
record WayBack(String unfinished, @Nullable String whenComplete) {

  String complete() {
    return whenComplete == null ? unfinished : whenComplete;
  }
}
