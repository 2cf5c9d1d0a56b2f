package app.xentri.isolation;

import app.xentri.testkit.AddedRoutes.Asked;
import app.xentri.testkit.AddedRoutes.Fault;
import app.xentri.testkit.AddedRoutes.Reply;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What an added route can get wrong about whom a request means. */
enum Mistake {
  COMPARES_VERSIONS_ALONE(" takes \"") {
    @Override
    Fault fault() {
      return (asked, like) -> {
        String own = ownTag(asked, like);
        boolean same =
            !own.isEmpty()
                && asked.header(tagged(asked)).endsWith(own.substring(own.lastIndexOf('.')));
        return like.apply(same ? asked.with(tagged(asked), own) : asked);
      };
    }
  },
  TAKES_EVERY_TAG(" takes \"") {
    @Override
    Fault fault() {
      return (asked, like) -> {
        String own = ownTag(asked, like);
        return like.apply(own.isEmpty() ? asked : asked.with(tagged(asked), own));
      };
    }
  },
  GIVES_EVERYBODY_ONE_TAG(" gives everybody one tag") {
    @Override
    Fault fault() {
      return (asked, like) -> {
        Reply reply = like.apply(asked);
        return reply.header("etag").isEmpty()
            ? reply
            : reply.with("etag", "\"0123456789abcdef.1\"");
      };
    }
  },
  GIVES_NO_TAG(" has no tag") {
    @Override
    Fault fault() {
      return (asked, like) -> like.apply(asked).without("etag");
    }
  },
  DOES_NOT_LOOK_WHOM_THE_PAGE_SHOWS(" to a page that shows ") {
    @Override
    Fault fault() {
      return (asked, like) -> like.apply(asked.without(SHOWS));
    }
  },
  TAKES_A_PAGE_THAT_SHOWS_NOBODY(" takes a page that shows nobody") {
    @Override
    Fault fault() {
      return (asked, like) ->
          like.apply(asked.header(SHOWS).contains("/") ? asked : asked.without(SHOWS));
    }
  },
  REPEATS_AN_ANSWER_TO_WHATEVER_PAGE(" repeats its answer to another page") {
    @Override
    Fault fault() {
      Set<String> known = ConcurrentHashMap.newKeySet();
      return (asked, like) -> {
        String key = asked.header("idempotency-key");
        return like.apply(key.isEmpty() || known.add(key) ? asked : asked.without(SHOWS));
      };
    }
  },
  LETS_CACHES_SHARE(" says to caches ") {
    @Override
    Fault fault() {
      return (asked, like) -> like.apply(asked).with("cache-control", "public, max-age=60");
    }
  },
  SAYS_NOTHING_TO_CACHES(" says to caches ") {
    @Override
    Fault fault() {
      return (asked, like) -> like.apply(asked).without("cache-control");
    }
  },
  VARIES_BY_THE_COOKIE_ALONE(" varies by ") {
    @Override
    Fault fault() {
      return (asked, like) -> like.apply(asked).with("vary", "Cookie");
    }
  };

  static final String SHOWS = "x-xentri-shows";

  private final String finding;

  Mistake(String finding) {
    this.finding = finding;
  }

  /** Whether what was found is this one. */
  boolean isNamedBy(String found) {
    return found.contains(finding);
  }

  /** An added route that makes it. */
  abstract Fault fault();

  private static String tagged(Asked asked) {
    return asked.method().equals("GET") ? "if-none-match" : "if-match";
  }

  /** The tag of what is asked for; empty if nobody compares it with one. */
  private static String ownTag(Asked asked, Function<Asked, Reply> like) {
    if (asked.header(tagged(asked)).isEmpty()) {
      return "";
    }
    return like.apply(asked.without("if-none-match").with("if-match", MemberRoutes.NEVER_GIVEN))
        .header("etag");
  }
}
