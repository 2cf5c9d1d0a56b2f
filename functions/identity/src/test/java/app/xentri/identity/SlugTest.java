package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.workspace.Slug;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

  private static String slug(String name, String id) {
    return Slug.of(new ClerkOrganization(id, name, null, null, Instant.EPOCH)).value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann's workspace|ann-workspace",
        "Ann’s workspace|ann-workspace",
        "Łukasz's workspace|lukasz-workspace",
        "Øystein's workspace|oystein-workspace",
        "ÆØÅ's workspace|aeoa-workspace",
        "Þórunn's workspace|thorunn-workspace",
        "Đorđe's workspace|dorde-workspace",
        "İpek Işık|ipek-isik",
        "Straße & Söhne|strasse-sohne",
        "Œuvre|oeuvre",
        "Nguyễn Văn Đức|nguyen-van-duc",
        "O'Brien|obrien",
        "Björk's Café|bjork-cafe",
        "  --Bakery--  |bakery",
        "Kaffee 李|kaffee",
      })
  void isWhatPeopleWouldTypeForTheName(String name, String expected) {
    assertEquals(expected, slug(name, "org_1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "李小龍's workspace",
        "李小龍",
        "😀😀's workspace",
        "😀😀",
        "Мария",
        "محمد's workspace",
        "!!!",
        "'s workspace 李"
      })
  void isNeutralAndItsOwnWhereTheNameCannotBeSpelt(String name) {
    assertTrue(slug(name, "org_1").matches("workspace-[0-9a-z]{6}"), slug(name, "org_1"));
    assertEquals(slug(name, "org_1"), slug(name, "org_1"));
    assertNotEquals(slug(name, "org_1"), slug(name, "org_2"));
  }

  @Test
  void fitsTheColumnHoweverLongTheName() {
    for (String name : new String[] {"a".repeat(500), "æ".repeat(120), "a b ".repeat(40)}) {
      String slug = slug(name, "org_1");
      assertTrue(slug.length() <= 56 && slug.matches("[a-z0-9]+(-[a-z0-9]+)*"), slug);
    }
  }
}
