package app.xentri.copilot.brief;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A fact as one statement states it.
 *
 * @param value as it was said; null for a statement that speaks of the fact without a value that
 *     could be typed
 * @param price only with an item: what it costs, as it was said
 * @param again whether it adds to what another statement says of the same: a price to its item, a
 *     closing day to the hours. Without that other statement it stands for itself
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Claim(Field field, @Nullable String value, @Nullable String price, boolean again) {
  public Claim {
    if (value != null && value.isBlank()) {
      throw new IllegalArgumentException("a claim says something or nothing");
    }
    if (price != null && (field != Field.ITEM || value == null)) {
      throw new IllegalArgumentException("a price belongs to an item");
    }
  }

  @JsonCreator
  static Claim read(
      @JsonProperty("field") Field field,
      @JsonProperty("value") @Nullable String value,
      @JsonProperty("price") @Nullable String price,
      @JsonProperty("again") @Nullable Boolean again) {
    return new Claim(field, value, price, Boolean.TRUE.equals(again));
  }

  /** That a statement speaks of this. */
  public static Claim about(Field field) {
    return new Claim(field, null, null, false);
  }

  public static Claim of(Field field, String value) {
    return new Claim(field, value, null, false);
  }

  Claim saying(@Nullable String otherValue, @Nullable String otherPrice) {
    return new Claim(field, otherValue, otherPrice, again);
  }
}
