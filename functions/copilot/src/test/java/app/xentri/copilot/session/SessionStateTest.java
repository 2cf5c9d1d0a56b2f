package app.xentri.copilot.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Wire;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SessionStateTest {

  /** The table of the product, written down a second time on purpose. */
  private static final Map<SessionState, Set<SessionState>> PRODUCT =
      Map.of(
          SessionState.INITIATED, Set.of(SessionState.CONVERSING),
          SessionState.CONVERSING, Set.of(SessionState.CONVERSING, SessionState.DRAFTING),
          SessionState.DRAFTING, Set.of(SessionState.REVIEW_PENDING),
          SessionState.REVIEW_PENDING, Set.of(SessionState.EDITING, SessionState.APPROVED),
          SessionState.EDITING, Set.of(SessionState.REVIEW_PENDING),
          SessionState.APPROVED, Set.of());

  @Property
  void aTransitionIsMadeExactlyIfTheProductAllowsItAndElseTheAllowedOnesAreNamed(
      @ForAll SessionState from, @ForAll SessionState to) {
    var allowed = PRODUCT.getOrDefault(from, Set.of());
    switch (from.to(to)) {
      case Move.Made(var reached) -> {
        assertTrue(allowed.contains(to));
        assertEquals(to, reached);
      }
      case Move.Refused(var state, var wanted, var names) -> {
        assertTrue(!allowed.contains(to));
        assertEquals(from, state);
        assertEquals(to, wanted);
        assertEquals(allowed, Set.copyOf(names));
      }
    }
  }

  @Property
  void noWalkOfStepsLeavesTheTableOrComesBackFromApproved(@ForAll List<Step> steps) {
    var state = SessionState.INITIATED;
    for (var step : steps) {
      switch (step.from(state)) {
        case Move.Made(var reached) -> {
          assertTrue(state != SessionState.APPROVED);
          assertTrue(canReach(state, reached), state + " " + step + " " + reached);
          state = reached;
        }
        case Move.Refused(var from, var wanted, _) ->
            assertTrue(!PRODUCT.getOrDefault(from, Set.of()).contains(wanted));
      }
    }
  }

  private static boolean canReach(SessionState from, SessionState to) {
    var reached = EnumSet.of(from);
    for (var i = 0; i < SessionState.values().length; i++) {
      List.copyOf(reached).forEach(state -> reached.addAll(PRODUCT.getOrDefault(state, Set.of())));
    }
    return reached.contains(to);
  }

  @Property
  void namesOnTheWireAreUniqueAndReadBack(@ForAll SessionState state) {
    assertEquals(state, Wire.of(SessionState.class, state.wire()).orElseThrow());
  }

  @Test
  void theNamesAreThoseOfTheProduct() {
    assertEquals("review_pending", SessionState.REVIEW_PENDING.wire());
    assertTrue(Wire.of(SessionState.class, "REVIEW_PENDING").isEmpty());
  }

  @Test
  void theOrdinaryWayLeadsFromTheFirstAnswerToTheBrief() {
    var state = SessionState.INITIATED;
    for (var step : List.of(Step.SAY, Step.SAY, Step.READY, Step.EDIT, Step.SETTLE, Step.APPROVE)) {
      state = after(step, state);
    }
    assertEquals(SessionState.APPROVED, state);
  }

  @Test
  void approvingWhileASectionIsOpenHandsTheEditInFirst() {
    assertEquals(SessionState.APPROVED, after(Step.APPROVE, SessionState.EDITING));
  }

  @Test
  void aFormFilledWithoutTalkingLeadsToTheDraftToo() {
    assertEquals(SessionState.CONVERSING, after(Step.EDIT, SessionState.INITIATED));
  }

  @Test
  void nothingIsDraftedBeforeAnythingIsSaid() {
    var refused = (Move.Refused) Step.READY.from(SessionState.INITIATED);
    assertEquals(List.of(SessionState.CONVERSING), refused.allowed());
  }

  @Test
  void nothingIsApprovedWhileStillTalking() {
    var refused = (Move.Refused) Step.APPROVE.from(SessionState.CONVERSING);
    assertEquals(List.of(SessionState.CONVERSING, SessionState.DRAFTING), refused.allowed());
  }

  private static SessionState after(Step step, SessionState state) {
    return ((Move.Made) step.from(state)).state();
  }
}
