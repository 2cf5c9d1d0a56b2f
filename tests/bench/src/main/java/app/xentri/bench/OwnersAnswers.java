package app.xentri.bench;

import java.util.List;

/** What an owner says to the co-pilot: enough for a draft of the Brief. */
final class OwnersAnswers {

  static final List<String> ALL =
      List.of(
          "I run Hart Plumbing, repairs and installations in Leeds since 2015.",
          "Homeowners and small landlords in Leeds who need somebody the same day.",
          "Call-outs at £60, boiler service at £90 and bathroom installations.",
          "We answer within an hour and clean up after ourselves.",
          "Monday to Saturday, 8 to 18, I work with two fitters.",
          "I want ten boiler services a week. We have 120 five-star reviews.");

  private OwnersAnswers() {}
}
