package app.xentri.platform.redis;

import app.xentri.platform.Resource;

/** A Lua script that Redis runs atomically. */
public record Script(String text) {

  /**
   * One that lies beside its owner: {@code Type#name} is {@code Type/name.lua} in the type's
   * package. Several are one script, in this order; the first ones define what the last one calls.
   *
   * @throws IllegalStateException if there is none of that name
   */
  public static Script of(Class<?> owner, String... names) {
    var text = new StringBuilder();
    for (String name : names) {
      text.append(Resource.text(owner, owner.getSimpleName() + "/" + name + ".lua"));
    }
    return new Script(text.toString());
  }
}
