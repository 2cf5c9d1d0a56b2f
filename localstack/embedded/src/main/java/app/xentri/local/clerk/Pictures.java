package app.xentri.local.clerk;

import app.xentri.local.clerk.OwnProfile.Picture;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;

/** People's pictures inside a transaction. */
record Pictures(Tx tx) {

  private static final RowMapper<Picture> PICTURE = new SimplePropertyRowMapper<>(Picture.class);

  /** Stores the only one that a person has; none if there is none any more. */
  void replace(String userId, @Nullable Picture picture) {
    tx.sql(Pictures.class, "removeOf", userId).update();
    if (picture != null) {
      tx.sql(Pictures.class, "insert", picture.id(), userId, picture.type(), picture.content())
          .update();
    }
  }

  Optional<Picture> find(String id) {
    return tx.sql(Pictures.class, "find", id).query(PICTURE).optional();
  }
}
