package app.xentri.local.redis;

import java.util.List;

/** A reply of Redis in its second protocol. */
sealed interface Reply {

  /** A simple string such as {@code OK}. */
  record Text(String value) implements Reply {}

  /** A refusal by Redis, for example {@code WRONGTYPE …}. */
  record Refusal(String message) implements Reply {}

  /** A 64-bit number. */
  record Whole(long value) implements Reply {}

  /** A string of any bytes. */
  @SuppressWarnings("ArrayRecordComponent") // read once by an encoder, never compared
  record Bytes(byte[] value) implements Reply {}

  /** A missing string or list. */
  record Nothing(boolean list) implements Reply {}

  /** A list; nested lists and refusals are allowed. */
  record Many(List<Reply> items) implements Reply {

    public Many {
      items = List.copyOf(items);
    }
  }
}
