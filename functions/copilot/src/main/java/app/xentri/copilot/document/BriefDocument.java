package app.xentri.copilot.document;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The Brief as one reads it: a title, then a chapter for each section. All formats are written from
 * this, so that they say the same.
 *
 * @param title the business's name, or the workspace's
 * @param updated when the version was made
 */
record BriefDocument(String title, long version, Instant updated, List<Chapter> chapters) {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  BriefDocument {
    chapters = List.copyOf(chapters);
  }

  static BriefDocument of(Brief brief, String orgName) {
    var chapters =
        Arrays.stream(Section.values())
            .map(
                section ->
                    Chapter.of(
                        brief.sections().of(section),
                        brief.status().get(section) != SectionStatus.READY))
            .toList();
    var name = Words.nameIn(brief.sections().of(Section.IDENTITY).fields());
    return new BriefDocument(
        Objects.requireNonNullElse(name, orgName), brief.version(), brief.updatedAt(), chapters);
  }

  /** For example {@code 24 November 2026 · Version 3}; the day is UTC's. */
  String edition() {
    return DAY.format(updated) + " · Version " + version;
  }
}
