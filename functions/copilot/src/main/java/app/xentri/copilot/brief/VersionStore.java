package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import app.xentri.platform.Wire;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** The versions of the current org's Brief, which a trigger keeps. */
final class VersionStore {

  private static final TypeReference<List<Section>> SECTIONS = new TypeReference<>() {};

  private VersionStore() {}

  /**
   * Versions, newest first.
   *
   * @param before only what is older than this one; null for the newest
   */
  static Query<VersionView> page(@Nullable Long before, int limit) {
    return Query.of(VersionStore.class, "page", (row, _) -> view(row))
        .param("before", before, Types.BIGINT)
        .param("limit", limit);
  }

  /**
   * One version and what it is compared with.
   *
   * @param against null for the one before it
   */
  static Query<Compared> compared(long version, @Nullable Long against) {
    return Query.of(VersionStore.class, "compared", VersionStore::compared)
        .param("version", version)
        .param("against", against, Types.BIGINT);
  }

  /**
   * A version as it was.
   *
   * @param base what it is compared with; empty if there is no such version
   */
  record Compared(VersionView view, Brief brief, Optional<Brief> base) {}

  /** The content of a version, in the place of what stands now. */
  static Optional<Brief> find(Tx tx, long version) {
    return tx.sql(VersionStore.class, "find")
        .param("version", version)
        .query(BriefStore::read)
        .optional();
  }

  private static Compared compared(ResultSet row, int number) throws SQLException {
    var base =
        row.getString("base_sections") == null
            ? Optional.<Brief>empty()
            : Optional.of(BriefStore.read(row, "base"));
    return new Compared(view(row), BriefStore.read(row, number), base);
  }

  private static VersionView view(ResultSet row) throws SQLException {
    var origin = Wire.of(Origin.class, row.getString("source")).orElseThrow();
    return new VersionView(
        row.getLong("version"),
        origin,
        row.getObject("restored_from", Long.class),
        VersionView.Author.of(
            origin, row.getObject("author_id", UUID.class), row.getString("author_name")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        Json.stored(row.getString("changed"), SECTIONS).stream().sorted().toList());
  }
}
