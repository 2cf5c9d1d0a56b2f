/**
 * The event backbone: the log and its API, the relay, and consumers that belong to no other
 * context.
 */
@NullMarked
package app.xentri.backbone;

import org.jspecify.annotations.NullMarked;
