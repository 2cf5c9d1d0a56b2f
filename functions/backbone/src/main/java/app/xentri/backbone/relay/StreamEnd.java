package app.xentri.backbone.relay;

import java.util.regex.Pattern;

/**
 * The newest entry of a stream.
 *
 * @param seq its sequence number; 0: the stream is empty; -1: it is none of ours
 * @param event the id of the event in it; empty if there is none
 * @param spent the stream has had later entries that are gone, and takes none of their numbers
 *     again
 */
record StreamEnd(long seq, String event, boolean spent) {

  private static final Pattern OURS = Pattern.compile("(\\d{1,18})-0");

  /** As Redis names it. */
  static StreamEnd of(String entry, String event) {
    var ours = OURS.matcher(entry);
    return new StreamEnd(ours.matches() ? Long.parseLong(ours.group(1)) : -1, event, false);
  }

  static StreamEnd ofSpent() {
    return new StreamEnd(0, "", true);
  }
}
