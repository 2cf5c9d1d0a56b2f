package app.xentri.local.clerk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Six-digit codes by e-mail: sent after the commit, kept as a digest, checked in constant time. */
record Codes(Instance instance) {

  private static final int MOST_SENT = 5;

  /** What checking a code comes to. */
  sealed interface Checked {

    /** The code is right. */
    record Right(Verification verification) implements Checked {}

    /** It is not, or it is too late. */
    record Wrong(Verification verification, Refusal refusal) implements Checked {}
  }

  /** A new code on its way; empty when too many were sent. */
  Optional<Verification> send(
      Tx tx, String attemptId, String strategy, String email, @Nullable Verification before) {
    int sent = before != null && before.strategy().equals(strategy) ? before.sent() : 0;
    if (sent >= MOST_SENT) {
      return Optional.empty();
    }
    String code = Ids.code();
    tx.afterCommit(() -> mail(strategy, email, code));
    return Optional.of(Verification.code(strategy, digest(attemptId, code), sent, instance.now()));
  }

  Checked check(String attemptId, Verification expected, @Nullable String code) {
    if (expected.failedTooOften()) {
      return new Checked.Wrong(expected, Refusal.verificationFailed());
    }
    if (expected.expiredAt(instance.now())) {
      return new Checked.Wrong(expected, Refusal.verificationExpired());
    }
    String digest = expected.secretDigest();
    if (code == null || digest == null || !Ids.same(digest, digest(attemptId, code.strip()))) {
      return new Checked.Wrong(expected.wrongOnce(), Refusal.codeIncorrect());
    }
    return new Checked.Right(expected.as("verified", null, null));
  }

  private static String digest(String attemptId, String code) {
    return Ids.digest(attemptId + "/" + code);
  }

  private void mail(String strategy, String email, String code) {
    boolean reset = strategy.startsWith("reset_password");
    String what = reset ? "password reset code" : "verification code";
    String text =
        """
        %s is your Xentri %s.

        It is valid for 10 minutes. If you did not ask for it, you can ignore this e-mail.
        """
            .formatted(code, what);
    String html =
        "<p><strong>%s</strong> is your Xentri %s.</p><p>It is valid for 10 minutes. If you did not ask for it, you can ignore this e-mail.</p>"
            .formatted(code, what);
    instance.mail().send(email, code + " is your " + what, text, html);
  }
}
