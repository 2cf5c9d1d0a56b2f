package app.xentri.e2e;

import app.xentri.e2e.FuzzRoute.Place;
import app.xentri.e2e.RawHttp.Header;
import app.xentri.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/** Makes one thing wrong about a request, whichever comes next. */
final class Spoiler {

  private static final List<String> HOSTILE = Hostile.all();
  private static final int LONGEST_PART = 6000;

  private final FuzzDraft draft;
  private final FuzzRoute route;
  private final Random random;

  Spoiler(FuzzDraft draft, FuzzRoute route, Random random) {
    this.draft = draft;
    this.route = route;
    this.random = random;
  }

  /** Makes one thing about it wrong. */
  void spoil() {
    int what = random.nextInt(20);
    if (what < 8 && !route.places().isEmpty()) {
      spoilBody();
    } else if (what < 12 && (what < 9 || !route.queryParameters().isEmpty())) {
      spoilQuery();
    } else if (what < 14 && !route.pathParameters().isEmpty()) {
      spoilPath();
    } else if (what < 18) {
      spoilHeader();
    } else if (what == 18) {
      spoilBytes();
    } else {
      spoilCaller();
    }
  }

  private void spoilBody() {
    List<Place> places = route.places();
    List<Place> texts = places.stream().filter(Place::isText).toList();
    boolean ofText = !texts.isEmpty() && random.nextInt(3) > 0;
    Place place = pick(ofText ? texts : places);
    String value =
        switch (random.nextInt(ofText ? 2 : 4)) {
          case 0 -> written(pick(HOSTILE));
          case 1 -> ofText ? written(pick(HOSTILE) + pick(HOSTILE)) : pick(FuzzValues.NUMBERS);
          case 2 -> pick(FuzzValues.NUMBERS);
          default -> pick(FuzzValues.VALUES);
        };
    if (place.names().isEmpty()) {
      spoilTop(value);
    } else {
      draft.put(place, value);
    }
  }

  /** A property that is not known, missing, or there twice. */
  private void spoilTop(String value) {
    String name = random.nextBoolean() ? written(pick(HOSTILE)) : "\"org_id\"";
    ObjectNode object = (ObjectNode) pick(route.examples()).deepCopy();
    List<String> names = List.copyOf(object.propertyNames());
    String text = Json.write(object);
    if (random.nextInt(3) == 0 && !names.isEmpty()) {
      object.remove(pick(names));
      draft.body(Json.writeBytes(object));
    } else if (random.nextBoolean() && !names.isEmpty()) {
      draft.body(Fuzz.bytes("{" + Json.write(pick(names)) + ":" + value + "," + text.substring(1)));
    } else {
      draft.body(
          Fuzz.bytes("{" + name + ":" + value + (names.isEmpty() ? "}" : "," + text.substring(1))));
    }
  }

  /** As a JSON string, its characters as they are or escaped. */
  private String written(String text) {
    if (random.nextBoolean()) {
      return text.chars()
          .mapToObj(it -> "\\u%04x".formatted(it))
          .collect(Collectors.joining("", "\"", "\""));
    }
    return Json.write(text);
  }

  private void spoilQuery() {
    List<String> names = new ArrayList<>(route.queryParameters());
    names.add("unknown");
    String name = pick(names);
    String value = Fuzz.encoded(pick(HOSTILE));
    value = value.length() > LONGEST_PART ? value.substring(0, LONGEST_PART / 2) : value;
    switch (random.nextInt(6)) {
      case 0 -> {
        draft.query().add(name + "=" + value);
        draft.query().add(name + "=" + value);
      }
      case 1 ->
          draft
              .query()
              .add(name + "=%" + pick(List.of("zz", "", "f", "ff", "c0%80", "ed%a0%bd", "00")));
      case 2 -> draft.query().add(value + "=" + name);
      case 3 ->
          draft.query().add(pick(List.of("", "=", "&&", name, name + "==", "=" + value, "%3d")));
      default -> draft.parameter(name, value);
    }
  }

  private void spoilPath() {
    String name = pick(route.pathParameters());
    String value = Fuzz.encoded(pick(HOSTILE));
    value = value.length() > LONGEST_PART ? value.substring(0, LONGEST_PART / 2) : value;
    draft.pathParameter(name, value.isEmpty() ? "%20" : value);
  }

  private void spoilHeader() {
    String name = pick(FuzzValues.HEADERS);
    switch (random.nextInt(4)) {
      case 0 -> draft.headers().removeIf(header -> header.name().equals(name));
      case 1 -> {
        draft.headers().add(new Header(name, value(name)));
        draft.headers().add(new Header(name, value(name)));
      }
      default -> {
        draft.headers().removeIf(header -> header.name().equals(name));
        draft.headers().add(new Header(name, value(name)));
      }
    }
    if (name.startsWith("svix-")) {
      draft.unsigned();
    }
  }

  /** A value that a header line can carry. */
  private byte[] value(String name) {
    String text =
        random.nextInt(3) == 0 ? pick(FuzzValues.usual(name, draft.token())) : pick(HOSTILE);
    text = text.replaceAll("[\\p{Cntrl}]", "").strip();
    byte[] value = Fuzz.bytes(text.length() > 3000 ? text.substring(0, 3000) : text);
    return random.nextInt(8) == 0 ? new byte[] {'a', (byte) 0xff, (byte) 0x80} : value;
  }

  private void spoilBytes() {
    String text = new String(draft.body(), StandardCharsets.UTF_8);
    draft.body(
        switch (random.nextInt(10)) {
          case 0 -> new byte[0];
          case 1 ->
              text.isEmpty()
                  ? Fuzz.bytes("{")
                  : Fuzz.bytes(text.substring(0, random.nextInt(text.length())));
          case 2 ->
              "{\"name\":\"J\u00f6rg\",\"text\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);
          case 3 -> text.getBytes(StandardCharsets.UTF_16);
          case 4 -> Fuzz.bytes("\ufeff" + text);
          case 5 -> gzipped(text);
          case 6 -> Fuzz.bytes("[".repeat(100_000));
          case 7 -> Fuzz.bytes("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000));
          case 8 -> Fuzz.bytes("{\"text\":\"" + "x".repeat(1 << 20) + "\"}");
          default -> Fuzz.bytes(pick(FuzzValues.VALUES));
        });
    if (random.nextInt(4) == 0) {
      draft.headers().add(Header.of("content-encoding", pick(List.of("gzip", "identity", "br"))));
    }
  }

  private byte[] gzipped(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    draft.headers().add(Header.of("content-encoding", "gzip"));
    return bytes.toByteArray();
  }

  private void spoilCaller() {
    draft.headers().removeIf(header -> header.name().equals("authorization"));
    if (random.nextBoolean()) {
      draft.headers().add(Header.of("cookie", "xentri_session=" + draft.token()));
    }
    if (random.nextInt(3) == 0) {
      draft.headers().removeIf(header -> header.name().equals("origin"));
    }
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
