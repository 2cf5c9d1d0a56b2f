package app.xentri.copilot.document;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionFields;
import app.xentri.copilot.brief.SectionFields.Audience;
import app.xentri.copilot.brief.SectionFields.Goals;
import app.xentri.copilot.brief.SectionFields.Identity;
import app.xentri.copilot.brief.SectionFields.Offerings;
import app.xentri.copilot.brief.SectionFields.Operations;
import app.xentri.copilot.brief.SectionFields.Positioning;
import app.xentri.copilot.brief.SectionFields.Proof;
import org.jspecify.annotations.Nullable;

/** What an owner calls the sections: as the shell does, in {@code lib/sections.ts}. */
final class Words {

  private Words() {}

  static String heading(Section section) {
    return switch (section) {
      case IDENTITY -> "Your business";
      case AUDIENCE -> "Customers";
      case OFFERINGS -> "Prices";
      case POSITIONING -> "Why you";
      case OPERATIONS -> "How you work";
      case GOALS -> "Goals";
      case PROOF -> "Reviews";
    };
  }

  static @Nullable String nameIn(SectionFields fields) {
    return switch (fields) {
      case Identity identity -> identity.name();
      case Audience _, Offerings _, Positioning _, Operations _, Goals _, Proof _ -> null;
    };
  }
}
