package app.xentri.platform.http;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags of an {@code If-None-Match} (RFC 9110, 13.1.2), compared weakly. What is malformed names
 * nothing, so its sender gets the whole answer.
 */
record KnownTags(boolean any, Set<String> tags) {

  private static final Pattern TAG =
      Pattern.compile("[ \\t,]*(?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\x{10ffff}]*\")[ \\t]*(?:,|$)");

  KnownTags {
    tags = Set.copyOf(tags);
  }

  static KnownTags of(String header) {
    String list = header.strip();
    return list.equals("*") ? new KnownTags(true, Set.of()) : new KnownTags(false, tags(list));
  }

  private static Set<String> tags(String list) {
    Set<String> found = new HashSet<>();
    Matcher tag = TAG.matcher(list);
    int end = 0;
    while (end < list.length() && tag.find(end) && tag.start() == end) {
      found.add(tag.group(1));
      end = tag.end();
    }
    return end == list.length() ? found : Set.of();
  }

  boolean have(String tag) {
    return any || tags.contains(tag);
  }
}
