package app.xentri.local;

/** One running part of the local cloud. It is running once constructed and stops when closed. */
public interface Part extends AutoCloseable {

  /** A short name for the log, for example {@code postgres}. */
  String name();

  /** Stops the part and waits for it; closing twice does nothing. */
  @Override
  void close();
}
