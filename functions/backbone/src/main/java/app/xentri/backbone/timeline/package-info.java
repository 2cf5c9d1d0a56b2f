/** Reading the log, and writing what clients may write. */
@NullMarked
package app.xentri.backbone.timeline;

import org.jspecify.annotations.NullMarked;
