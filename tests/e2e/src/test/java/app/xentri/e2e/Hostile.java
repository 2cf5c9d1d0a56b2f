package app.xentri.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text that somebody, somewhere, has brought a service down with. */
final class Hostile {

  /** Not text at all: halves of surrogate pairs. A decoder's U+FFFD is what is left of such. */
  static final List<String> MALFORMED =
      List.of("\ud83d", "\ude00", "\ude00\ud83d", "a\ud800b", "\ufffd", "J\ufffdrg");

  /** Control characters that no text of ours holds. */
  static final List<String> CONTROLS =
      List.of("\u0000", "a\u0000b", "\u0001", "\u0007", "\b", "\u001b[31m", "\u007f", "a\u001f");

  /** Nothing that a reader would see. */
  static final List<String> BLANK =
      List.of(
          "",
          " ",
          "\t\n",
          "\u00a0",
          "\u200b\u200b\u200b",
          "\u2060",
          "\ufeff",
          "\u00ad",
          "\u3164\u3164",
          "\u115f",
          "\u1160",
          "\uffa0",
          "\u180e",
          "\u2800",
          "\u3000",
          "\u0301",
          "\u034f",
          "\u202e",
          "\ufe0f",
          "\udb40\udc41");

  /** Text like any other, to be taken or refused but never to be stumbled over. */
  private static final List<String> ODD =
      List.of(
          "e\u0301",
          "\ufb2c",
          "ﷺ",
          "ﬃ",
          "İstanbul",
          "ß",
          "ς",
          "私は",
          "مخبز",
          "\u202eevil",
          "😀",
          "👩‍👩‍👧‍👦",
          "Z̴̡̢̛̺̦͔̲̘̀͑̇",
          "\ufffe",
          "\u2028",
          "\u0085",
          "'; drop table briefs; --",
          "\\",
          "\"",
          "%s%n%x",
          "${jndi:ldap://127.0.0.1/x}",
          "{{7*7}}",
          "<script>alert(1)</script>",
          "../../etc/passwd",
          "%00",
          "%2e%2e%2f",
          "null",
          "undefined",
          "NaN",
          "true",
          "0",
          "-1",
          "1e400",
          "9223372036854775808",
          "2147483648",
          "9007199254740993",
          "00000000-0000-0000-0000-000000000000",
          "1-1-1-1-1",
          "ffffffff-ffff-ffff-ffff-ffffffffffff",
          "+300000-01-01T00:00:00Z",
          "-300000-01-01T00:00:00Z",
          "0000-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999999Z",
          "2026-01-01T00:00:00+18:01",
          "2026-01-01T23:59:60Z",
          "2026-02-30T00:00:00Z",
          "KzMwMDAwMC0wMS0wMVQwMDowMDowMFp8MA",
          "c2VxOjk5OTk5OTk5OTk5OTk5OTk5OTk",
          "ann@münchen.de",
          "ann@xn--mnchen-3ya.de",
          "ann@box.internal",
          "ann@" + "a".repeat(64) + ".com",
          "\"a b\"@example.com",
          "a".repeat(129),
          "é".repeat(300),
          "😀".repeat(2001),
          "a ".repeat(4000),
          "(".repeat(1000),
          "a".repeat(70_000));

  private Hostile() {}

  /** All of it. */
  static List<String> all() {
    List<String> all = new ArrayList<>();
    Stream.of(MALFORMED, CONTROLS, BLANK, ODD).forEach(all::addAll);
    return all;
  }
}
