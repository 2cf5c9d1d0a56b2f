/** Drops cached copies that an event has made old. */
@NullMarked
package app.xentri.backbone.cache;

import org.jspecify.annotations.NullMarked;
