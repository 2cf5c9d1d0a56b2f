/**
 * The local cloud: everything that Xentri needs from managed AWS, Clerk and Upstash, on one laptop,
 * driven by the same {@code template.yaml}.
 */
@NullMarked
package app.xentri.local;

import org.jspecify.annotations.NullMarked;
