package app.xentri.platform.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next where it ends and the next one begins; null at the end of the list
 */
public record Page<T>(List<T> items, @Nullable Cursor next) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page of what was found. Whoever looks for one item more than the page takes knows whether
   * there is another page.
   *
   * @param found at most {@code limit + 1}
   */
  public static <T> Page<T> of(List<T> found, int limit, Function<T, Cursor> place) {
    List<T> shown = found.subList(0, Math.min(limit, found.size()));
    return new Page<>(shown, found.size() > limit ? place.apply(shown.getLast()) : null);
  }

  /** The same page as others see its items. */
  public <R> Page<R> map(Function<T, R> shown) {
    return new Page<>(items.stream().map(shown).toList(), next);
  }
}
