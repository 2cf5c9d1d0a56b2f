package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a section says in typed form, for the parts of Xentri that need a value and not a sentence.
 * Every value is literally what the owner said or wrote; what was not said stays null or empty.
 */
@JsonInclude(Include.NON_NULL)
public sealed interface SectionFields {

  Section section();

  /** Nothing said yet in that section. */
  static SectionFields none(Section section) {
    return switch (section) {
      case IDENTITY -> new Identity(null, null, null, null);
      case AUDIENCE -> new Audience(List.of(), null, null);
      case OFFERINGS -> new Offerings(List.of());
      case POSITIONING -> new Positioning(null, null);
      case OPERATIONS -> new Operations(null, null, null, null);
      case GOALS -> new Goals(List.of());
      case PROOF -> new Proof(List.of());
    };
  }

  /** From JSON, in which what was not said is absent. */
  static SectionFields read(Section section, @Nullable JsonNode node) {
    var none = none(section);
    return node == null ? none : Json.convert(node, none.getClass());
  }

  default boolean isEmpty() {
    return equals(none(section()));
  }

  record Identity(
      @Nullable String name, @Nullable String what, @Nullable String since, @Nullable String place)
      implements SectionFields {
    @Override
    public Section section() {
      return Section.IDENTITY;
    }
  }

  record Audience(
      @JsonInclude(Include.NON_EMPTY) List<String> who,
      @Nullable String where,
      @Nullable String need)
      implements SectionFields {
    public Audience {
      who = List.copyOf(who);
    }

    @Override
    public Section section() {
      return Section.AUDIENCE;
    }
  }

  record Offerings(@JsonInclude(Include.NON_EMPTY) List<Offering> items) implements SectionFields {
    public Offerings {
      items = List.copyOf(items);
    }

    @Override
    public Section section() {
      return Section.OFFERINGS;
    }
  }

  record Positioning(@Nullable String difference, @Nullable String tone) implements SectionFields {
    @Override
    public Section section() {
      return Section.POSITIONING;
    }
  }

  record Operations(
      @Nullable String hours,
      @Nullable String area,
      @Nullable String team,
      @Nullable String process)
      implements SectionFields {
    @Override
    public Section section() {
      return Section.OPERATIONS;
    }
  }

  record Goals(@JsonInclude(Include.NON_EMPTY) List<String> items) implements SectionFields {
    public Goals {
      items = List.copyOf(items);
    }

    @Override
    public Section section() {
      return Section.GOALS;
    }
  }

  record Proof(@JsonInclude(Include.NON_EMPTY) List<String> items) implements SectionFields {
    public Proof {
      items = List.copyOf(items);
    }

    @Override
    public Section section() {
      return Section.PROOF;
    }
  }
}
