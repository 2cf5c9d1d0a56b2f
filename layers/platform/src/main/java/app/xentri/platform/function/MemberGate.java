package app.xentri.platform.function;

import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Database;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.limit.MemberLimits;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * What every endpoint for members stands behind without doing anything for it: its callers are
 * counted, and whoever is let into no org is told why in words that a client can act on.
 */
final class MemberGate {

  private static final String NOT_A_MEMBER = "not_a_member";

  private final Optional<MemberLimits> limits;
  private final Supplier<Database> database;

  MemberGate(Optional<MemberLimits> limits, Supplier<Database> database) {
    this.limits = limits;
    this.database = database;
  }

  /** The endpoint for this caller; counts when it is called, so only what is well formed. */
  Function<Request, Response> admitted(MemberEndpoint endpoint, Caller caller) {
    var call =
        new MemberLimits.Call(
            caller.clerkUserId(), caller.requestedOrg() + " " + caller.clerkOrgId());
    return request -> {
      Optional<Refusal> refusal = limits.flatMap(counted -> counted.admit(call));
      if (refusal.isPresent()) {
        throw new Refused(refusal.get());
      }
      try {
        return endpoint.handle(request, caller);
      } catch (Refused refused) {
        throw explained(refused, caller);
      } finally {
        // The log line of this request names the org that its transaction has entered.
        String org = MDC.get("org_id");
        if (org != null) {
          limits.ifPresent(counted -> counted.entered(call, UUID.fromString(org)));
        }
      }
    };
  }

  /**
   * That somebody is no member of one org says nothing about what they can do. Only whoever was
   * refused pays for the question.
   */
  private Refused explained(Refused refused, Caller caller) {
    if (!refused.refusal().code().equals(NOT_A_MEMBER)) {
      return refused;
    }
    return switch (standing(caller)) {
      case "deleted" -> new Refused(Refusal.Unauthenticated.accountDeleted());
      case "none" -> new Refused(Refusal.Forbidden.noWorkspace());
      default -> refused;
    };
  }

  private String standing(Caller caller) {
    return database
        .get()
        .run(
            tx ->
                tx.sql(MemberGate.class, "standing")
                    .param("person", caller.clerkUserId())
                    .query(String.class)
                    .single());
  }
}
