package app.xentri.backbone.relay;

import java.util.UUID;

/** What came of one org's batch. */
sealed interface Progress {

  UUID org();

  /** The sink now has everything up to this sequence number. */
  record UpTo(UUID org, long seq) implements Progress {}

  /**
   * Something stopped it: {@link SinkDown}, which is nobody's fault in particular, or what is wrong
   * with this org alone.
   *
   * @param seq how far it got nevertheless
   */
  record Stopped(UUID org, long seq, RuntimeException cause) implements Progress {}

  /**
   * The sink holds something other than the log said it should, and nothing was added.
   *
   * @param holds what it has got to instead
   */
  record Differs(UUID org, StreamEnd holds) implements Progress {}
}
