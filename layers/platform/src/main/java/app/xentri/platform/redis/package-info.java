/** Redis over Upstash's REST protocol. */
@NullMarked
package app.xentri.platform.redis;

import org.jspecify.annotations.NullMarked;
