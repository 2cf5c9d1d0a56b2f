/** Carries what is committed to the stream and to the bus, in order. */
@NullMarked
package app.xentri.backbone.relay;

import org.jspecify.annotations.NullMarked;
