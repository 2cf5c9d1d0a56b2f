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
   * For each place in line: who is next looks often, for nobody else can have the turn, and fifty
   * do not keep the one whom they wait for from getting on.
   */
  private static final Duration PAUSE = Duration.ofMillis(40);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

  /**
   * Right after the moment at which a holder has given up on the provider all in line look again,
   * and one after the other learns it in a turn of their own.
   */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(20);

  private static final Duration SHORT_PAUSES = Duration.ofMillis(500);

  /** Who has not looked yet is in no line. */
  private static final int NOT_IN_LINE = -1;

  /** Who has the turn. */
  private static final int TURN = 0;

  /**
   * Either what was looked for, or a place: the turn to make it, or one in line.
   *
   * @param place from 1, which is next
   */
  private record Look<T>(Optional<T> found, int place) {}

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
    int place = NOT_IN_LINE;
    while (true) {
      int before = place;
      Look<T> now = tenants.open(traceId, tx -> look(tx, whose, holder, before, look));
      if (now.found().isPresent()) {
        return now.found().get();
      }
      place = now.place();
      if (place == TURN) {
        wait.wasInVain();
        return inTurn(traceId, whose, holder, make);
      }
      if (System.nanoTime() > giveUp) {
        throw busy();
      }
      rest(until(wait, place));
    }
  }

  /**
   * The pause, or what is left until this caller has no patience for the provider any more: whoever
   * was before them has none either then, and their turn is where they find out.
   */
  private static Duration until(Patience.Wait wait, int place) {
    Duration pause = shorter(PAUSE.multipliedBy(place), LONGEST_PAUSE);
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

  /** Does something in this caller's turn. */
  public <T> T during(String traceId, String clerkUserId, Supplier<T> work) {
    return find(traceId, clerkUserId, _ -> Optional.empty(), work);
  }

  private static <T> Look<T> look(
      Tx tx, String whose, UUID holder, int before, Function<Tx, Optional<T>> look) {
    Optional<T> found = look.apply(tx);
    if (found.isEmpty()) {
      return new Look<>(found, take(tx, whose, holder));
    }
    if (before != NOT_IN_LINE) {
      giveBack(tx, whose, holder);
    }
    return new Look<>(found, NOT_IN_LINE);
  }

  private static int take(Tx tx, String whose, UUID holder) {
    return tx.sql(Turns.class, "take")
        .param("clerk_user", whose)
        .param("holder", holder)
        .param("pause", (int) PAUSE.toMillis())
        .param("longest", (int) LONGEST_PAUSE.toMillis())
        .query(Integer.class)
        .single();
  }

  private static boolean giveBack(Tx tx, String whose, UUID holder) {
    return tx.sql(Turns.class, "giveBack")
        .param("clerk_user", whose)
        .param("holder", holder)
        .query(Boolean.class)
        .single();
  }

  private <T> T inTurn(String traceId, String whose, UUID holder, Supplier<T> make) {
    try {
      return make.get();
    } finally {
      tenants.open(traceId, tx -> giveBack(tx, whose, holder));
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
