package app.xentri.local.redis;

import java.util.Optional;
import java.util.Set;

/**
 * What the REST service does not offer: commands that wait, that only make sense on a connection of
 * one's own, or that administer the server. Whoever relies on one must find out here and not in
 * AWS.
 */
final class CommandPolicy {

  private static final Set<String> WAITING =
      Set.of(
          "BLPOP",
          "BRPOP",
          "BLMOVE",
          "BRPOPLPUSH",
          "BLMPOP",
          "BZPOPMIN",
          "BZPOPMAX",
          "BZMPOP",
          "WAIT",
          "WAITAOF");
  private static final Set<String> OF_A_CONNECTION =
      Set.of(
          "WATCH",
          "UNWATCH",
          "MULTI",
          "EXEC",
          "DISCARD",
          "SUBSCRIBE",
          "PSUBSCRIBE",
          "SSUBSCRIBE",
          "UNSUBSCRIBE",
          "PUNSUBSCRIBE",
          "SUNSUBSCRIBE",
          "MONITOR",
          "SELECT",
          "AUTH",
          "HELLO",
          "CLIENT",
          "QUIT",
          "RESET",
          "ASKING",
          "READONLY",
          "READWRITE");
  private static final Set<String> OF_AN_ADMINISTRATOR =
      Set.of(
          "CONFIG",
          "SHUTDOWN",
          "DEBUG",
          "MODULE",
          "REPLICAOF",
          "SLAVEOF",
          "SYNC",
          "PSYNC",
          "REPLCONF",
          "FAILOVER",
          "CLUSTER",
          "MIGRATE",
          "SAVE",
          "BGSAVE",
          "BGREWRITEAOF",
          "LATENCY",
          "SLOWLOG",
          "ACL",
          "SWAPDB",
          "MOVE",
          "FUNCTION",
          "FCALL",
          "FCALL_RO");
  private static final Set<String> STREAM_READS = Set.of("XREAD", "XREADGROUP");

  private CommandPolicy() {}

  /** The service's refusal, or nothing when the command may run. */
  static Optional<String> refusal(Command command) {
    String name = command.name();
    if (WAITING.contains(name)
        || OF_A_CONNECTION.contains(name)
        || OF_AN_ADMINISTRATOR.contains(name)) {
      return Optional.of("ERR Command is not available: '" + name + "'");
    }
    if (STREAM_READS.contains(name) && waits(command)) {
      return Optional.of("ERR Command is not available: '" + name + "' with BLOCK");
    }
    return Optional.empty();
  }

  /** Looks for BLOCK among the options only: groups, consumers and streams may have that name. */
  private static boolean waits(Command command) {
    int at = 1;
    while (at < command.words().size()) {
      switch (command.word(at)) {
        case "BLOCK" -> {
          return true;
        }
        case "STREAMS" -> {
          return false;
        }
        case "GROUP" -> at += 3;
        case "COUNT" -> at += 2;
        default -> at += 1;
      }
    }
    return false;
  }
}
