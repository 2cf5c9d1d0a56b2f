package app.xentri.contract.wrong;

import java.util.Locale;

/** An enum that makes its own name outside of Java. */
enum Mood {
  GLAD;

  String outside() {
    return name().toLowerCase(Locale.ROOT);
  }
}
