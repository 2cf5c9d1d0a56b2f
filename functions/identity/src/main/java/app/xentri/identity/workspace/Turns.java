package app.xentri.identity.workspace;

import app.xentri.identity.workspace.Turn.Look;
import app.xentri.platform.Outcome;
import app.xentri.platform.Patience;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes all that is asked of the provider for one person, or for one sign-up, take turns, across
 * processes, with no connection held while it answers: a turn is a row, which ends by itself if its
 * holder dies. Those who wait stand in line, and the turn goes to whoever has waited longest
 * (docs/decisions/0094). Each of them looks now and then whether what they want is there by now, so
 * that of fifty who want the same thing one makes it and the others find it (docs/decisions/0042).
 * Whoever gets a turn has waited for the provider as long as the one before them, and gives it less
 * time of their own (docs/decisions/0075).
 */
public final class Turns {

  /**
   * Below what a function may take as a whole, and longer than a request's patience: a line that
   * moves is no silence, and who has none left for the provider still finds what others have made.
   */
  private static final Duration LONGEST_LINE = Duration.ofSeconds(9);

  /**
   * Right after the moment at which a holder has given up on the provider all in line look again,
   * and one after the other learns it in a turn of their own.
   */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(20);

  private static final Duration SHORT_PAUSES = Duration.ofMillis(500);

  private final TenantTx tenants;

  public Turns(TenantTx tenants) {
    this.tenants = tenants;
  }

  /**
   * What is there, or what is made in this caller's turn.
   *
   * @param whose as {@link Turn} is told
   * @param look finds it, outside any organization
   * @param make makes it, with no transaction open
   * @throws Refused 503 {@code busy} if the turn does not come
   */
  public <T> T find(
      String traceId, String whose, Function<Turn, Query<Look<T>>> look, Function<Turn, T> make) {
    return find(
        traceId,
        new Turn(whose),
        turn -> tenants.readOutside(traceId, look.apply(turn)).getFirst(),
        make);
  }

  /**
   * As {@link #find(String, String, Function, Function)}, in the turn of a caller who looks as the
   * member that they are.
   *
   * @return denied with 403 if they are none
   */
  public <T> Outcome<T> find(
      Caller caller,
      Function<Turn, Query<Look<Outcome<T>>>> look,
      Function<Turn, Outcome<T>> make) {
    return find(
        caller.traceId(),
        new Turn(caller.clerkUserId()),
        turn ->
            switch (tenants.readIfMember(caller, look.apply(turn))) {
              case Outcome.Done<List<Look<Outcome<T>>>>(var looks) -> looks.getFirst();
              case Outcome.Denied<List<Look<Outcome<T>>>>(var refusal) ->
                  Look.at(Outcome.denied(refusal));
            },
        make);
  }

  /**
   * Does something in the turn of this caller.
   *
   * @param first is read as this caller when the turn has come
   */
  public <F, T> T during(Caller caller, Query<F> first, BiFunction<Turn, List<F>, T> work) {
    var seen = new AtomicReference<List<F>>(List.of());
    return find(
        caller.traceId(),
        new Turn(caller.clerkUserId()),
        turn -> {
          var both = tenants.read(caller, turn.<T>take(), first);
          seen.set(both.second());
          return both.first().getFirst();
        },
        turn -> work.apply(turn, seen.get()));
  }

  private <T> T find(
      String traceId, Turn turn, Function<Turn, Look<T>> look, Function<Turn, T> make) {
    return awaited(traceId, turn, look)
        .found()
        .orElseGet(
            () -> {
              try {
                return make.apply(turn);
              } finally {
                giveBack(traceId, turn);
              }
            });
  }

  private <T> Look<T> awaited(String traceId, Turn turn, Function<Turn, Look<T>> look) {
    try {
      return awaited(() -> look.apply(turn));
    } catch (Refused refused) {
      // It may have been refused after it had got the turn, or a place.
      giveBack(traceId, turn);
      throw refused;
    }
  }

  private void giveBack(String traceId, Turn turn) {
    if (!turn.isOver()) {
      tenants.readOutside(traceId, turn.giveBack());
    }
  }

  private static <T> Look<T> awaited(Supplier<Look<T>> look) {
    var wait = Patience.wait(LONGEST_LINE);
    long giveUp = wait.since() + LONGEST_LINE.toNanos();
    while (true) {
      Look<T> now = look.get();
      if (now.isLast()) {
        if (now.found().isEmpty()) {
          wait.wasInVain();
        }
        return now;
      }
      if (System.nanoTime() > giveUp) {
        throw busy();
      }
      rest(until(wait, now.place()));
    }
  }

  /**
   * The pause, or what is left until this caller has no patience for the provider any more: whoever
   * was before them has none either then, and their turn is where they find out.
   */
  private static Duration until(Patience.Wait wait, int place) {
    Duration pause = shorter(Turn.PAUSE.multipliedBy(place), Turn.LONGEST_PAUSE);
    Duration left = wait.limit().minusNanos(System.nanoTime() - wait.since());
    if (left.isPositive()) {
      return shorter(left, pause);
    }
    return left.plus(SHORT_PAUSES).isPositive()
        ? shorter(SHORT_PAUSE.multipliedBy(place), pause)
        : pause;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void rest(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static Refused busy() {
    return new Refused(
        new Refusal.Unavailable(
            "busy", "Something else is being done with this right now. Try again in a moment."));
  }
}
