package app.xentri.backbone.relay;

import java.util.UUID;

/**
 * An org's log lacks an event that its head says was recorded. Somebody has deleted it as the
 * tables' owner; nothing of ours can. The sinks stop before it, for this org alone, until somebody
 * decides.
 */
final class OrgGap extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OrgGap(UUID org, long missing) {
    super("the log of org " + org + " lacks event " + missing);
  }
}
