package app.xentri.platform.redis;

import java.util.regex.Pattern;

/**
 * Where the calls of somebody are counted who is in no org yet: {@code limit:login-email:{digest}}.
 *
 * @param allowance what is counted, in lower case, words joined by hyphens
 * @param digest a keyed digest of who it is, 64 hexadecimal digits: nobody can be read from it
 */
public record LimitKey(String allowance, String digest) implements RedisKey {

  private static final Pattern ALLOWANCE = Pattern.compile("[a-z]+(-[a-z]+)*");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public LimitKey {
    if (!ALLOWANCE.matcher(allowance).matches()) {
      throw new IllegalArgumentException("not an allowance: " + allowance);
    }
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException("not a digest");
    }
  }

  @Override
  public String text() {
    return "limit:" + allowance + ":" + digest;
  }
}
