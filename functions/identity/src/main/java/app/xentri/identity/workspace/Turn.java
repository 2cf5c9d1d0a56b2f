package app.xentri.identity.workspace;

import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;

/**
 * One caller's way through the line for a turn at the provider: their looks, which put them into
 * it, then the turn itself.
 */
public final class Turn {

  /**
   * For each place in line: who is next looks often, for nobody else can have the turn, and fifty
   * do not keep the one whom they wait for from getting on.
   */
  static final Duration PAUSE = Duration.ofMillis(40);

  static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

  private static final int FOUND = -1;
  private static final int TAKEN = 0;

  /**
   * Either what was looked for, or a place: the turn to make it, or one in line.
   *
   * @param place from 1, which is next
   */
  public record Look<T>(Optional<T> found, int place) {

    static <T> Look<T> at(T found) {
      return new Look<>(Optional.of(found), FOUND);
    }

    /** Whether there is nothing more to wait for. */
    boolean isLast() {
      return found.isPresent() || place == TAKEN;
    }
  }

  private final String whose;
  private final UUID holder = UUID.randomUUID();
  private boolean over;

  /**
   * One that has not begun.
   *
   * @param whose a person's id at the provider, or what else stands for somebody who is none yet
   */
  Turn(String whose) {
    this.whose = whose;
  }

  /**
   * A look from {@code Owner/name.sql}: its rows say in {@code place} what {@code turn_unless}
   * answers, given {@code :turn, :holder, :pause, :longest}.
   *
   * @param found reads what was looked for, where it is there
   */
  public <T> Query<Look<T>> look(Class<?> owner, String name, RowMapper<T> found) {
    return Query.of(
            owner,
            name,
            (rows, number) -> {
              int place = rows.getInt("place");
              return place == FOUND
                  ? Look.at(found.mapRow(rows, number))
                  : new Look<>(Optional.<T>empty(), place);
            })
        .param("turn", whose)
        .param("holder", holder)
        .param("pause", (int) PAUSE.toMillis())
        .param("longest", (int) LONGEST_PAUSE.toMillis());
  }

  /** A look for nothing but the turn. */
  <T> Query<Look<T>> take() {
    return look(
        Turn.class,
        "take",
        (_, _) -> {
          throw new IllegalStateException("nothing was looked for");
        });
  }

  /** Has it end together with this transaction, instead of in one more round trip after it. */
  public void endWith(Tx tx) {
    tx.last(giveBack());
    tx.afterCommit(() -> over = true);
  }

  boolean isOver() {
    return over;
  }

  /** Gives it back, or the place in line. */
  Query<Boolean> giveBack() {
    return Query.of(Turn.class, "giveBack", (rows, _) -> rows.getBoolean(1))
        .param("turn", whose)
        .param("holder", holder);
  }
}
