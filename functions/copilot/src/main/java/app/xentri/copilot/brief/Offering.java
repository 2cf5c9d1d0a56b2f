package app.xentri.copilot.brief;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something the business sells or does.
 *
 * @param price as it was said, currency included ("from £80", "60 euros an hour")
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Offering(String name, @Nullable String price) {
  public Offering {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an offering needs a name");
    }
  }
}
