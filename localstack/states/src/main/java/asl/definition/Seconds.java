package asl.definition;

import asl.Quotas;

/** Rules for fields that count seconds. */
final class Seconds {

  static final String POSITIVE = "a whole number from 1 to 99999999";
  static final String ANY = "a whole number from 0 to 99999999";

  private Seconds() {}

  static boolean positive(double value) {
    return value >= 1 && value <= Quotas.SECONDS;
  }

  static boolean any(double value) {
    return value >= 0 && value <= Quotas.SECONDS;
  }
}
