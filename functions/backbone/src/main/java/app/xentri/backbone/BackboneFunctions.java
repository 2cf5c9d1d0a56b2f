package app.xentri.backbone;

import app.xentri.backbone.cache.InvalidateBriefCache;
import app.xentri.backbone.cache.InvalidateBriefCacheHandler;
import app.xentri.backbone.relay.BusSink;
import app.xentri.backbone.relay.DropExpiredKeys;
import app.xentri.backbone.relay.RelayEvents;
import app.xentri.backbone.relay.RelayEventsHandler;
import app.xentri.backbone.relay.StreamSink;
import app.xentri.backbone.timeline.ListEventsHandler;
import app.xentri.backbone.timeline.PostEventHandler;
import app.xentri.platform.function.FunctionDefinition;
import app.xentri.platform.function.Functions;
import app.xentri.platform.function.Platform;
import java.util.List;
import java.util.Map;

/** The functions of this context. */
public final class BackboneFunctions implements Functions {

  @Override
  public Map<String, Wiring> functions() {
    return Map.of(
        "events-list",
        platform -> FunctionDefinition.member(new ListEventsHandler(platform.tenants())),
        "events-post",
        platform -> FunctionDefinition.member(new PostEventHandler(platform.recordingTenants())),
        "event-relay",
        platform -> FunctionDefinition.consumer(relay(platform)),
        "cache-invalidation",
        platform -> FunctionDefinition.consumer(invalidation(platform)));
  }

  private static InvalidateBriefCacheHandler invalidation(Platform platform) {
    return new InvalidateBriefCacheHandler(
        platform.schemas(), new InvalidateBriefCache(platform.tenants(), platform.redis()));
  }

  private static RelayEventsHandler relay(Platform platform) {
    var stream = new StreamSink(platform.redis());
    var bus = BusSink.of(platform.environment().required("EVENT_BUS_NAME"));
    platform.beforeSnapshot(bus::prime);
    return new RelayEventsHandler(
        new RelayEvents(
            platform.database(), List.of(stream, bus), platform.relayNudge(), platform.clock()),
        new DropExpiredKeys(platform.database()));
  }
}
