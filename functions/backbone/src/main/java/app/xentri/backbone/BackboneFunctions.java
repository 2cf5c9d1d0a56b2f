package app.xentri.backbone;

import app.xentri.backbone.cache.BriefCache;
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
import java.util.Set;
import java.util.function.Supplier;

/** The functions of this context. */
public final class BackboneFunctions implements Functions {

  @Override
  public Set<String> names() {
    return Set.of("events-list", "events-post", "event-relay", "cache-invalidation");
  }

  @Override
  public Supplier<FunctionDefinition> definition(String name, Platform platform) {
    return switch (name) {
      case "events-list" ->
          () -> FunctionDefinition.member(new ListEventsHandler(platform.tenants()));
      case "events-post" ->
          () -> FunctionDefinition.member(new PostEventHandler(platform.recordingTenants()));
      case "event-relay" -> () -> FunctionDefinition.consumer(relay(platform));
      case "cache-invalidation" ->
          () ->
              FunctionDefinition.consumer(
                  new InvalidateBriefCacheHandler(
                      platform.schemas(),
                      new InvalidateBriefCache(
                          platform.tenants(), new BriefCache(platform.redis()))));
      default -> throw new IllegalArgumentException("no function " + name);
    };
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
