package app.xentri.copilot.brief;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of the Brief as the history shows it: {@code schema/brief/version.json}.
 *
 * @param restoredFrom the version that it brought back; null unless it is a restore
 * @param changed the sections in which it differs from the version before; empty for the first one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VersionView(
    long version,
    Origin source,
    @Nullable Long restoredFrom,
    Author author,
    Instant createdAt,
    List<Section> changed) {

  /**
   * Whose doing it is.
   *
   * @param id of the person who made, or approved, it; null for what was there before authors were
   *     kept
   * @param name null for whoever is in the org no more, or has no name
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Author(Kind type, @Nullable UUID id, @Nullable String name) {

    /** Who wrote its words. */
    enum Kind {
      COPILOT,
      PERSON
    }

    static Author of(Origin origin, @Nullable UUID id, @Nullable String name) {
      var kind = origin == Origin.CONVERSATION ? Kind.COPILOT : Kind.PERSON;
      return new Author(kind, id, name == null || name.isBlank() ? null : name);
    }
  }
}
