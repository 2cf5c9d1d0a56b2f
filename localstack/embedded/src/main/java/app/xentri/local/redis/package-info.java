/** Redis 7 and Upstash's REST protocol in front of it. */
@NullMarked
package app.xentri.local.redis;

import org.jspecify.annotations.NullMarked;
