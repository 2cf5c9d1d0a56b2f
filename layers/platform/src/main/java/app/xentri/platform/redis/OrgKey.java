package app.xentri.platform.redis;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of something in Redis, which always belongs to one org: {@code brief:{org id}}, {@code
 * leads:list:{org id}}.
 *
 * @param kind what it is, in lower case; parts are separated by colons
 */
public record OrgKey(String kind, UUID org) implements RedisKey {

  private static final Pattern KIND = Pattern.compile("[a-z]+(:[a-z]+)*");

  public OrgKey {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException("not a kind of key: " + kind);
    }
  }

  @Override
  public String text() {
    return kind + ":" + org;
  }
}
