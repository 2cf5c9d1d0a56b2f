package app.xentri.platform.redis;

/**
 * The name of something in Redis: an org's, or what somebody who is in no org yet is counted by.
 */
public sealed interface RedisKey permits OrgKey, LimitKey {

  /** As Redis knows it. */
  String text();
}
