package app.xentri.backbone.relay;

import app.xentri.backbone.relay.RelayStore.Expected;
import app.xentri.backbone.relay.RelayStore.PlaceInLog;
import app.xentri.platform.log.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.event.Level;

/**
 * Finds streams that are not what the log says, and has them mended. Redis may have lost the end of
 * a stream, or all of it; or it may hold what the log never said, because the database was restored
 * to an earlier time or somebody wrote into it.
 */
final class StreamCheck {

  /** Orgs that are compared at a time: a script of a few milliseconds. */
  private static final int ORGS_AT_ONCE = 500;

  private final RelayStore store;
  private final StreamSink sink;

  StreamCheck(RelayStore store, StreamSink sink) {
    this.store = store;
    this.sink = sink;
  }

  /**
   * Compares the next streams with the log, some hundred, so that publishing is not held.
   *
   * @return orgs whose log has a gap
   * @throws SinkDown if Redis does not answer
   */
  List<Progress.Stopped> compareNext(Turn turn) {
    List<Expected> streams = store.streams(turn.checkedAfter(), ORGS_AT_ONCE);
    List<Progress.Stopped> gaps =
        settle(
            sink.compare(
                streams.stream().filter(stream -> !sink.isRebuilding(stream.org())).toList()));
    store.noteCheck(streams.size() < ORGS_AT_ONCE ? null : streams.getLast().org());
    return gaps;
  }

  /**
   * Decides what to do about streams that differ, and moves their cursors there.
   *
   * @return orgs about which nothing can be done, because their log has a gap
   */
  List<Progress.Stopped> settle(List<Progress.Differs> differing) {
    if (differing.isEmpty()) {
      return List.of();
    }
    Map<UUID, Long> seqs = new HashMap<>();
    differing.forEach(differs -> seqs.put(differs.org(), Math.max(differs.holds().seq(), 0)));
    Map<UUID, PlaceInLog> places = store.places(seqs);
    List<Progress.Stopped> gaps = new ArrayList<>();
    List<Progress.UpTo> moves = new ArrayList<>();
    for (Progress.Differs differs : differing) {
      PlaceInLog place = places.get(differs.org());
      if (place != null) {
        settle(differs, place, gaps, moves);
      }
    }
    store.moveTo(moves);
    return gaps;
  }

  private void settle(
      Progress.Differs differs,
      PlaceInLog place,
      List<Progress.Stopped> gaps,
      List<Progress.UpTo> moves) {
    UUID org = differs.org();
    StreamEnd holds = differs.holds();
    long oldest = Math.max(0, place.head() - StreamSink.ENTRIES_KEPT);
    switch (verdict(holds, place)) {
      case IN_ORDER -> moves.add(new Progress.UpTo(org, holds.seq()));
      case SHORT -> {
        report("stream has lost events; sending them again", "stream_lost", org, holds, place);
        moves.add(new Progress.UpTo(org, holds.seq()));
      }
      case GONE -> {
        report("stream is lost; building it anew", "stream_lost", org, holds, place);
        sink.rebuild(org, oldest);
        moves.add(new Progress.UpTo(org, oldest));
      }
      case FOREIGN -> {
        report(
            "stream holds what the log does not; building it anew",
            "stream_ahead",
            org,
            holds,
            place);
        discard(org, place, oldest);
        moves.add(new Progress.UpTo(org, oldest));
      }
      case UNKNOWN ->
          gaps.add(new Progress.Stopped(org, place.cursor(), new OrgGap(org, holds.seq())));
    }
  }

  /** An org without an event has no next batch that would replace its stream. */
  private void discard(UUID org, PlaceInLog place, long oldest) {
    if (place.head() == 0) {
      sink.drop(org);
    } else {
      sink.rebuild(org, oldest);
    }
  }

  /** What a stream turns out to be. */
  private enum Verdict {
    /** It has what the log says, perhaps more than the cursor knows of. */
    IN_ORDER,
    /** Its end is missing. */
    SHORT,
    /** It is empty, or too much of it is missing, or its numbers cannot be used again. */
    GONE,
    /** Its newest entry is none of the log's. */
    FOREIGN,
    /** The log lacks the event that would tell. */
    UNKNOWN
  }

  private static Verdict verdict(StreamEnd holds, PlaceInLog place) {
    if (holds.spent()) {
      return Verdict.GONE;
    }
    if (holds.seq() == 0) {
      return place.cursor() == 0 ? Verdict.IN_ORDER : Verdict.GONE;
    }
    if (holds.seq() < 0 || holds.seq() > place.head()) {
      return Verdict.FOREIGN;
    }
    if (place.event() == null) {
      return Verdict.UNKNOWN;
    }
    if (!place.event().toString().equals(holds.event())) {
      return Verdict.FOREIGN;
    }
    if (holds.seq() >= place.cursor()) {
      return Verdict.IN_ORDER;
    }
    return place.head() - holds.seq() > StreamSink.ENTRIES_KEPT ? Verdict.GONE : Verdict.SHORT;
  }

  private static void report(
      String message, String metric, UUID org, StreamEnd holds, PlaceInLog place) {
    Metrics.count(
        Level.ERROR,
        message,
        metric,
        Map.of(
            "org_id", org,
            "stream_seq", holds.seq(),
            "cursor_seq", place.cursor(),
            "head_seq", place.head()));
  }
}
