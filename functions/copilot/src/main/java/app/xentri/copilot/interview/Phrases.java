package app.xentri.copilot.interview;

import app.xentri.platform.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The phrases that a reader knows, from {@code Reader.txt} beside it: under {@code == a heading}
 * one a line, each a regular expression. Lines that begin with {@code #} are comments.
 */
final class Phrases {

  private final Class<?> owner;
  private final Map<String, List<String>> phrases = new HashMap<>();

  private Phrases(Class<?> owner) {
    this.owner = owner;
  }

  static Phrases of(Class<?> owner) {
    var read = new Phrases(owner);
    var heading = "";
    for (var line : Resource.text(owner, owner.getSimpleName() + ".txt").lines().toList()) {
      if (line.startsWith("== ")) {
        heading = line.substring(3);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        read.phrases.computeIfAbsent(heading, _ -> new ArrayList<>()).add(line);
      }
    }
    return read;
  }

  /** Any of the phrases under a heading, for the inside of a group. */
  String any(String heading) {
    return String.join("|", under(heading));
  }

  /** The phrases under a heading, where they are plain words. */
  Set<String> all(String heading) {
    return Set.copyOf(under(heading));
  }

  private List<String> under(String heading) {
    var under = phrases.get(heading);
    if (under == null) {
      throw new IllegalArgumentException(owner.getSimpleName() + " has no phrases " + heading);
    }
    return under;
  }
}
