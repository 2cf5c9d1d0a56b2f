package app.xentri.backbone.relay;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sink finds to do.
 *
 * @param held whether the lease is still this run's; if not, there is nothing else in here
 * @param checkDue whether streams are to be compared with the log
 * @param checkedAfter the last org that was compared; null at the beginning
 * @param batches of orgs that lag
 * @param stopped orgs that lag and of which nothing can be published
 * @param lag how long the event that has waited longest has waited, in seconds
 */
record Turn(
    boolean held,
    boolean checkDue,
    @Nullable UUID checkedAfter,
    List<Batch> batches,
    List<Progress.Stopped> stopped,
    double lag) {

  Turn {
    batches = List.copyOf(batches);
    stopped = List.copyOf(stopped);
  }

  /**
   * Whether there may be more than this.
   *
   * @param batchSize the most events of one org
   */
  boolean isFull(int batchSize) {
    return batches.size() >= RelayStore.ORGS_PER_TURN
        || batches.stream().anyMatch(batch -> batch.events().size() >= batchSize);
  }
}
