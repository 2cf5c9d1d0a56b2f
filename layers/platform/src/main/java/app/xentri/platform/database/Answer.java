package app.xentri.platform.database;

import java.util.Map;

/** What is kept of an answer, to be given again. */
public interface Answer {

  /** Of HTTP, or of whatever protocol the answer belongs to. */
  int status();

  /** Lower-case names. */
  Map<String, String> headers();

  /** Given again byte by byte. */
  String body();
}
