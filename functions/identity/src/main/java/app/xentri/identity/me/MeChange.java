package app.xentri.identity.me;

import app.xentri.identity.clerk.PersonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a person wants to change about themselves; what is left out stays. */
record MeChange(JsonNode body) {

  /** The person after the change, with the next version if anything differs. */
  Me appliedTo(Me me) {
    String name = body.has("name") ? new PersonName(text("name")).value() : me.name();
    String avatarUrl = body.has("avatar_url") ? avatarUrl() : me.avatarUrl();
    String theme = body.has("theme") ? text("theme") : me.theme();
    var wanted = new Me(me.id(), me.email(), name, avatarUrl, theme, me.version(), me.org());
    return wanted.equals(me)
        ? me
        : new Me(me.id(), me.email(), name, avatarUrl, theme, me.version() + 1, me.org());
  }

  boolean hasName() {
    return body.has("name");
  }

  private String text(String field) {
    return body.path(field).asString();
  }

  private @Nullable String avatarUrl() {
    return body.path("avatar_url").isNull() ? null : text("avatar_url");
  }

  /** Names of the fields that differ. */
  static List<String> fields(Me before, Me after) {
    var fields = new ArrayList<String>();
    if (!before.name().equals(after.name())) {
      fields.add("name");
    }
    if (!Objects.equals(before.avatarUrl(), after.avatarUrl())) {
      fields.add("avatar_url");
    }
    if (!before.theme().equals(after.theme())) {
      fields.add("theme");
    }
    return List.copyOf(fields);
  }
}
