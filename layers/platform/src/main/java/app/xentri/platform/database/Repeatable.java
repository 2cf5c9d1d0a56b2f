package app.xentri.platform.database;

import java.util.Map;

/** A request that its sender may repeat without knowing whether the first one arrived. */
public interface Repeatable<A extends Answer> {

  /** What it asks for, among all that one may ask for: the same key means another thing on each. */
  String route();

  /** The sender's word for this action. */
  String idempotencyKey();

  /** Equal for two requests exactly if they ask for the same. */
  String fingerprint();

  /** An answer as it was kept. */
  A answer(int status, Map<String, String> headers, String body);
}
