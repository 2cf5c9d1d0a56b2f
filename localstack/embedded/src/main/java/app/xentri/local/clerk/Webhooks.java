package app.xentri.local.clerk;

import java.time.Clock;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stores webhooks in the transaction of the change they tell of, so that none is lost and none
 * tells of something that did not happen.
 *
 * @param stored called after a commit that stored one
 */
record Webhooks(String instanceId, Clock clock, Runnable stored) {

  /**
   * Stores one webhook for delivery.
   *
   * @param type for example {@code user.created}
   * @param data the resource, or what is left of it
   */
  void store(Tx tx, String type, ObjectNode data) {
    long now = clock.millis();
    var event =
        Render.document("webhook")
            .put("type", type)
            .put("timestamp", now)
            .put("instance_id", instanceId);
    event.set("data", data);
    tx.sql(Webhooks.class, "store", Ids.next("msg"), type, event.toString(), now).update();
    tx.afterCommit(stored);
  }
}
