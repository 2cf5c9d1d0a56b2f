package app.xentri.copilot.interview;

import org.jspecify.annotations.Nullable;

/**
 * A fact found in a sentence.
 *
 * @param value the owner's own characters
 * @param price only with an item: its price as it was said
 * @param start where the phrase that says it begins in the sentence, in UTF-16 units
 * @param end where that phrase ends, exclusive; the phrase may be longer than the value
 */
record Finding(Fact fact, String value, @Nullable String price, int start, int end) {
  Finding {
    var plain = Sentences.withoutSymbols(value);
    value = plain.isBlank() ? value : plain;
    if (value.isBlank() || start < 0 || end < start) {
      throw new IllegalArgumentException("a finding needs a value and its place");
    }
  }

  static Finding of(Fact fact, String value, int start, int end) {
    return new Finding(fact, value.strip(), null, start, end);
  }

  Finding saying(String other) {
    return new Finding(fact, other, price, start, end);
  }

  int length() {
    return end - start;
  }

  boolean overlaps(Finding other) {
    return start < other.end && other.start < end;
  }
}
