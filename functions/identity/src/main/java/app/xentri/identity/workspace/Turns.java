package app.xentri.identity.workspace;

import app.xentri.platform.Patience;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes all that is asked of the provider for one person, or for one sign-up, take turns, across
 * processes, with no connection held while it answers: a turn is a row, which ends by itself if its
 * holder dies. Whoever waits looks each time whether what they want is there by now, so that of
 * fifty who want the same thing one makes it and the others find it (docs/decisions/0042). Whoever
 * gets a turn has waited for the provider as long as the one before them, and gives it less time of
 * their own (docs/decisions/0075).
 */
public final class Turns {

  /**
   * Below what a function may take as a whole, and longer than a request's patience: a line that
   * moves is no silence, and who has none left for the provider still finds what others have made.
   */
  private static final Duration LONGEST_LINE = Duration.ofSeconds(9);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(15);

  /** Fifty who look more often than this keep the one whom they wait for from getting on. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

  /**
   * Right after the moment at which a holder has given up on the provider all in line look again,
   * and one after the other learns it in a turn of their own.
   */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(40);

  private static final Duration SHORT_PAUSES = Duration.ofMillis(500);

  /** Either what was looked for, or a turn to make it, or neither yet. */
  private record Look<T>(Optional<T> found, boolean turn) {}

  private final TenantTx tenants;

  public Turns(TenantTx tenants) {
    this.tenants = tenants;
  }

  /**
   * What is there, or what is made in this caller's turn.
   *
   * @param whose a person's id at the provider, or what else stands for somebody who is none yet
   * @param look finds it, in a transaction outside any organization
   * @param make makes it, with no transaction open
   * @throws Refused 503 {@code busy} if the turn does not come
   */
  public <T> T find(
      String traceId, String whose, Function<Tx, Optional<T>> look, Supplier<T> make) {
    UUID holder = UUID.randomUUID();
    var wait = Patience.wait(LONGEST_LINE);
    long giveUp = wait.since() + LONGEST_LINE.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Look<T> now = tenants.open(traceId, tx -> look(tx, whose, holder, look));
      if (now.found().isPresent()) {
        return now.found().get();
      }
      if (now.turn()) {
        wait.wasInVain();
        return inTurn(traceId, whose, holder, make);
      }
      if (System.nanoTime() > giveUp) {
        throw busy();
      }
      rest(until(wait, pause));
      pause = pause.multipliedBy(3).dividedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }

  /**
   * The pause, or what is left until this caller has no patience for the provider any more: whoever
   * was before them has none either then, and their turn is where they find out.
   */
  private static Duration until(Patience.Wait wait, Duration pause) {
    Duration left = wait.limit().minusNanos(System.nanoTime() - wait.since());
    if (left.isPositive()) {
      return left.compareTo(pause) < 0 ? left : pause;
    }
    return left.plus(SHORT_PAUSES).isPositive() ? SHORT_PAUSE : pause;
  }

  /** Does something in this caller's turn. */
  public <T> T during(String traceId, String clerkUserId, Supplier<T> work) {
    return find(traceId, clerkUserId, _ -> Optional.empty(), work);
  }

  private static <T> Look<T> look(
      Tx tx, String whose, UUID holder, Function<Tx, Optional<T>> look) {
    Optional<T> found = look.apply(tx);
    return new Look<>(found, found.isEmpty() && take(tx, whose, holder));
  }

  private static boolean take(Tx tx, String whose, UUID holder) {
    return tx.sql(Turns.class, "take")
        .param("clerk_user", whose)
        .param("holder", holder)
        .query(Boolean.class)
        .single();
  }

  private <T> T inTurn(String traceId, String whose, UUID holder, Supplier<T> make) {
    try {
      return make.get();
    } finally {
      tenants.open(
          traceId,
          tx ->
              tx.sql(Turns.class, "giveBack")
                  .param("clerk_user", whose)
                  .param("holder", holder)
                  .query(Boolean.class)
                  .single());
    }
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
