package app.xentri.platform;

/** What a use case answers: its result, or a refusal. */
public sealed interface Outcome<T> {

  /** It was done. */
  record Done<T>(T value) implements Outcome<T> {}

  /** It was refused and nothing was changed. */
  record Denied<T>(Refusal refusal) implements Outcome<T> {}

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> denied(Refusal refusal) {
    return new Denied<>(refusal);
  }

  /**
   * The result.
   *
   * @throws Refused if there is none; this rolls back the transaction around it
   */
  default T orRefuse() {
    return switch (this) {
      case Done<T>(var value) -> value;
      case Denied<T>(var refusal) -> throw new Refused(refusal);
    };
  }
}
