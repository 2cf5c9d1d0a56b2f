package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.time.Clock;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stores webhooks in the transaction of the change they tell of, so that none is lost and none
 * tells of something that did not happen.
 */
record Webhooks(String instanceId, Clock clock) {

  /**
   * Stores one webhook for delivery.
   *
   * @param type for example {@code user.created}
   * @param data the resource, or what is left of it
   */
  void store(Tx tx, String type, ObjectNode data) {
    long now = clock.millis();
    var event =
        Json.object()
            .put("object", "event")
            .put("type", type)
            .put("timestamp", now)
            .put("instance_id", instanceId);
    event.set("data", data);
    event
        .putObject("event_attributes")
        .putObject("http_request")
        .put("client_ip", "127.0.0.1")
        .put("user_agent", "");
    tx.change("Webhooks/store", Ids.next("msg"), type, event.toString(), now);
    tx.webhookStored();
  }
}
