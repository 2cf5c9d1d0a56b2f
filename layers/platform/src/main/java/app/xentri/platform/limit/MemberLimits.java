package app.xentri.platform.limit;

import app.xentri.platform.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often a person and an org may call, counted so that hardly any call pays for it: of each ten
 * seconds a process gives away a tenth of an allowance by itself, and fetches more from Redis in
 * lots of a twentieth. So whoever calls as people do costs no round trip, whoever floods costs one
 * in some dozens of calls, and what is refused is refused without asking again. It lets through at
 * most the allowance and a tenth of it for each process that serves the caller
 * (docs/decisions/0041).
 *
 * <p>An org is counted for a caller once a transaction has let that caller in: nobody can use up
 * the allowance of an org that they only name.
 */
public final class MemberLimits {

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int SHARE = 10;
  private static final int LOT = 20;

  /**
   * Who calls, and what they say about where.
   *
   * @param person the subject of the token
   * @param place what the request says about the org; the same words lead the same person into the
   *     same org
   */
  public record Call(String person, String place) {}

  /** What one process may still give away of one allowance. */
  private static final class Share {
    private int left;
    private Instant shutUntil = Instant.MIN;

    Share(int left) {
      this.left = left;
    }

    synchronized Optional<Refusal> refusal(Instant now) {
      return shutUntil.isAfter(now)
          ? Optional.of(new Refusal.TooManyRequests(Duration.between(now, shutUntil)))
          : Optional.empty();
    }

    synchronized boolean give() {
      if (left == 0) {
        return false;
      }
      left--;
      return true;
    }

    synchronized void add(int places) {
      left += places;
    }

    synchronized void shut(Instant until) {
      shutUntil = until;
    }
  }

  /** What a process remembers for ten seconds, and then forgets at once. */
  private record Window(Instant end, Map<Subject, Share> shares, Map<Call, UUID> orgs) {
    static Window from(Instant now) {
      return new Window(now.plus(WINDOW), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }
  }

  private final RateLimiter limits;
  private final Allowance perPerson;
  private final Allowance perOrg;
  private final Clock clock;
  private volatile Window window =
      new Window(Instant.MIN, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

  public MemberLimits(RateLimiter limits, Allowance perPerson, Allowance perOrg, Clock clock) {
    this.limits = limits;
    this.perPerson = perPerson;
    this.perOrg = perOrg;
    this.clock = clock;
  }

  /** Empty if this call may go on, else the refusal that says when to come again. */
  public Optional<Refusal> admit(Call call) {
    Instant now = clock.instant();
    Window current = current(now);
    UUID org = current.orgs().get(call);
    return count(current, perPerson, Subject.person(call.person()), now)
        .or(() -> org == null ? Optional.empty() : count(current, perOrg, Subject.org(org), now));
  }

  /** Tells that a call was let into this org, so that the next one counts there too. */
  public void entered(Call call, UUID org) {
    current(clock.instant()).orgs().put(call, org);
  }

  private Window current(Instant now) {
    Window current = window;
    if (!now.isBefore(current.end())) {
      // Two that do this at once lose a few counts of ten seconds, which is no harm.
      current = Window.from(now);
      window = current;
    }
    return current;
  }

  private Optional<Refusal> count(
      Window current, Allowance allowance, Subject subject, Instant now) {
    Share share = current.shares().computeIfAbsent(subject, _ -> new Share(part(allowance, SHARE)));
    Optional<Refusal> shut = share.refusal(now);
    if (shut.isPresent() || share.give()) {
      return shut;
    }
    int lot = part(allowance, LOT);
    Duration wait = limits.take(allowance, subject, lot);
    if (wait.isZero()) {
      share.add(lot - 1);
      return Optional.empty();
    }
    share.shut(now.plus(wait));
    return Optional.of(new Refusal.TooManyRequests(wait));
  }

  private static int part(Allowance allowance, int of) {
    return Math.max(1, allowance.burst() / of);
  }
}
