package app.xentri.identity.signup;

import app.xentri.platform.KeyedDigest;

/**
 * What a sign-up is recognised by. The body holds a password; a plain hash of it beside the e-mail
 * address would let a thief of the database try passwords at leisure, so the digests are keyed with
 * a secret that the database does not hold.
 */
final class SignUpDigests {

  private final KeyedDigest keys;
  private final KeyedDigest fingerprints;

  SignUpDigests(String secret) {
    keys = KeyedDigest.of(secret, "sign-up key");
    fingerprints = KeyedDigest.of(secret, "sign-up fingerprint");
  }

  /** Recognises an Idempotency-Key. */
  byte[] key(String idempotencyKey) {
    return keys.of(idempotencyKey);
  }

  /** Recognises a body. */
  byte[] fingerprint(byte[] body) {
    return fingerprints.of(body);
  }
}
