package app.xentri.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntityTagTest {

  private static final UUID ONE = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID TWO = UUID.fromString("00000000-0000-4000-8000-000000000002");

  @Test
  void kindIdOrgAndVersionEachMakeAnotherTag() {
    Set<EntityTag> tags = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (String kind : List.of("brief", "me")) {
      for (UUID id : List.of(ONE, TWO)) {
        for (UUID org : List.of(ONE, TWO)) {
          for (long version : new long[] {1, 2}) {
            var tag = EntityTag.of(kind, id, org, version);
            tags.add(tag);
            texts.add(tag.toString());
          }
        }
      }
    }
    assertEquals(16, tags.size());
    assertEquals(16, texts.size());
  }

  @Test
  void theSameThingHasTheSameTagAndSaysNothingOfItsIds() {
    var tag = EntityTag.of("brief", ONE, TWO, 7);
    assertEquals(tag, EntityTag.of("brief", ONE, TWO, 7));
    assertEquals(tag.hashCode(), EntityTag.of("brief", ONE, TWO, 7).hashCode());
    assertTrue(tag.toString().matches("\"[A-Za-z0-9_-]{16}\\.7\""), tag.toString());
  }

  @Test
  void whatWasGivenIsReadBackStrongOrWeak() {
    var tag = EntityTag.of("brief", ONE, TWO, 7);
    assertEquals(Optional.of(tag), EntityTag.parse(tag.toString()));
    assertEquals(Optional.of(tag), EntityTag.parse(" W/" + tag + " "));
    assertNotEquals(Optional.of(tag), EntityTag.parse("\"7\""), "a version is no tag");
  }

  @Test
  void whatWasNeverGivenIsNoTag() {
    for (String text :
        List.of(
            "",
            "*",
            "7",
            "\"\"",
            "\"one\"",
            "\"a.\"",
            "\".7\"",
            "\"a.b.7\"",
            "\"a.-7\"",
            "\"a.7\", \"a.8\"",
            "w/\"a.7\"",
            "\"a.7",
            "\"a.1234567890123456789\"",
            "\"a .7\"")) {
      assertEquals(Optional.empty(), EntityTag.parse(text), text);
    }
  }
}
