package app.xentri.e2e;

import app.xentri.e2e.FuzzRoute.Place;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.platform.Json;
import app.xentri.testkit.AddedRoutes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Requests to every route, each made by spoiling one that would be answered. The same seed and
 * number make the same request, but for its random keys and its time.
 */
final class Fuzz {

  /**
   * Who calls.
   *
   * @param session one of their conversations
   * @param tags entity tags by path, as they were read last
   */
  record Caller(String token, String session, Map<String, String> tags) {

    String tag(String path) {
      for (String above = path;
          above.length() > 1;
          above = above.substring(0, above.lastIndexOf('/'))) {
        String tag = tags.get(above);
        if (tag != null) {
          return tag;
        }
      }
      return "\"1\"";
    }

    /** The same person, who has read the same at added routes. */
    Caller atAddedRoutes() {
      Map<String, String> all = new HashMap<>(tags);
      tags.forEach((path, tag) -> all.put(AddedRoutes.path(path), tag));
      return new Caller(token, session, Map.copyOf(all));
    }
  }

  /**
   * Who is asked.
   *
   * @param webhookSecret with which the identity provider signs
   */
  record Site(String origin, String webhookSecret) {}

  private final Site site;
  private final List<FuzzRoute> routes;
  private final List<Caller> callers;
  private final long seed;

  Fuzz(
      String origin,
      String webhookSecret,
      List<FuzzRoute> routes,
      List<Caller> callers,
      long seed) {
    this.site = new Site(origin, webhookSecret);
    this.routes = List.copyOf(routes);
    this.callers = List.copyOf(callers);
    this.seed = seed;
  }

  /** The request of this number; they go round the routes. */
  Call request(int number) {
    var random = new Random(seed * 1_000_003 + number);
    FuzzRoute route = routes.get(number % routes.size());
    var draft = draft(route, caller(route, random), random);
    var spoiler = new Spoiler(draft, route, random);
    int times = random.nextInt(8) == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      spoiler.spoil();
    }
    return draft.call();
  }

  private FuzzDraft draft(FuzzRoute route, Caller caller, Random random) {
    return new FuzzDraft(site, route, caller, random);
  }

  /** The last one is who signs out, so that the others stay signed in. */
  private Caller caller(FuzzRoute route, Random random) {
    return route.path().endsWith("/logout")
        ? callers.getLast()
        : callers.get(random.nextInt(Math.max(1, callers.size() - 1)));
  }

  /** A request of this number with nothing wrong about it. */
  Call plain(int number) {
    var random = new Random(seed * 1_000_003 + number);
    FuzzRoute route = routes.get(number % routes.size());
    return draft(route, caller(route, random), random).call();
  }

  /** A request with this text at this place of its body, and otherwise as it should be. */
  Call withText(FuzzRoute route, Caller caller, Place place, String text) {
    var draft = draft(route, caller, new Random(seed));
    draft.put(place, Json.write(text));
    return draft.call();
  }

  /** A request with this value of a query parameter, encoded. */
  Call withParameter(FuzzRoute route, Caller caller, String name, String text) {
    var draft = draft(route, caller, new Random(seed));
    draft.parameter(name, encoded(text));
    return draft.call();
  }

  /** A request with this value in its path, encoded. */
  Call withPathParameter(FuzzRoute route, Caller caller, String name, String text) {
    var draft = draft(route, caller, new Random(seed));
    draft.pathParameter(name, encoded(text));
    return draft.call();
  }

  /** Percent-encoded UTF-8; halves of surrogate pairs as the three bytes that they would be. */
  static String encoded(String text) {
    var encoded = new StringBuilder();
    for (byte each : bytes(text)) {
      boolean plain =
          (each >= '0' && each <= '9')
              || (each >= 'A'
                  && each <= 'z'
                  && each != '\\'
                  && each != '['
                  && each != ']'
                  && each != '^'
                  && each != '`');
      encoded.append(
          plain
              ? Character.toString((char) each)
              : "%" + HexFormat.of().withUpperCase().toHexDigits(each));
    }
    return encoded.toString();
  }

  /** UTF-8; a half of a surrogate pair becomes the bytes that it would be. */
  static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            it -> {
              if (it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE) {
                bytes.write(0xe0 | (it >> 12));
                bytes.write(0x80 | ((it >> 6) & 0x3f));
                bytes.write(0x80 | (it & 0x3f));
              } else {
                bytes.writeBytes(Character.toString(it).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }
}
