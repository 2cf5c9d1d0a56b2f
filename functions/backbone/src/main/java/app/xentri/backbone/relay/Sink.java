package app.xentri.backbone.relay;

import java.util.List;

/** Where the relay carries events to. */
public sealed interface Sink permits StreamSink, BusSink {

  /** Its name in {@code event_cursors}. */
  String name();

  /** How many events of one org it takes at a time. */
  int batchSize();

  /**
   * Publishes several orgs' events, each org's in order and never past one that failed.
   *
   * @return one result for each batch; what fails for one org is in its result and does not hold
   *     the others
   */
  List<Progress> publish(List<Batch> batches);
}
