package app.xentri.local.clerk;

import app.xentri.local.Resource;
import app.xentri.local.mail.Mail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Six-digit codes by e-mail: sent after the commit, kept as a digest, checked in constant time. */
record Codes(Instance instance) {

  static final String RESET = "reset_password_email_code";
  static final String PROOF = "email_code";
  private static final String SENDER = "Xentri <no-reply@xentri.local>";
  private static final int MOST_SENT = 5;

  /** What checking a code comes to. */
  sealed interface Checked {

    /** The code is right. */
    record Right(Verification verification) implements Checked {}

    /** It is not, or it is too late. */
    record Wrong(Verification verification, String refusal) implements Checked {}
  }

  /**
   * A new code on its way; empty when too many were sent.
   *
   * @param before the last one of the same attempt, if there is one
   */
  Optional<Verification> send(
      Tx tx, String attemptId, String strategy, String email, @Nullable Verification before) {
    int sent = before == null ? 0 : before.sent();
    if (sent >= MOST_SENT) {
      return Optional.empty();
    }
    String code = Ids.code();
    tx.afterCommit(() -> mail(strategy, email, code));
    return Optional.of(Verification.code(strategy, digest(attemptId, code), sent, instance.now()));
  }

  Checked check(String attemptId, Verification expected, @Nullable String code) {
    if (expected.failedTooOften()) {
      return new Checked.Wrong(expected, "verification_failed");
    }
    if (expected.expiredAt(instance.now())) {
      return new Checked.Wrong(expected, "verification_expired");
    }
    String digest = expected.secretDigest();
    if (code == null || digest == null || !Ids.same(digest, digest(attemptId, code.strip()))) {
      return new Checked.Wrong(expected.wrongOnce(), "form_code_incorrect");
    }
    return new Checked.Right(expected.as("verified", null, null));
  }

  private static String digest(String attemptId, String code) {
    return Ids.digest(attemptId + "/" + code);
  }

  private void mail(String strategy, String email, String code) {
    String what = strategy.equals(RESET) ? "password reset code" : "verification code";
    instance
        .mailbox()
        .accept(
            Mail.of(
                List.of(email),
                SENDER,
                code + " is your " + what,
                filled("Codes/mail.txt", code, what),
                filled("Codes/mail.html", code, what),
                Instant.ofEpochMilli(instance.now())));
  }

  private static String filled(String resource, String code, String what) {
    return Resource.read(Codes.class, resource).replace("${code}", code).replace("${what}", what);
  }
}
