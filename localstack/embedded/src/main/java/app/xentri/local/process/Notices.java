package app.xentri.local.process;

import org.slf4j.LoggerFactory;

/** What the person who started the local cloud must know although it goes on. */
public final class Notices {

  private Notices() {}

  /** Prints the sentence and keeps it in the log. */
  public static void say(String sentence) {
    System.err.println(sentence);
    LoggerFactory.getLogger(Notices.class).warn(sentence);
  }
}
