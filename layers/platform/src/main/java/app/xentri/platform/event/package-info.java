/** Events: what a transaction records, and the envelope the world sees. */
@NullMarked
package app.xentri.platform.event;

import org.jspecify.annotations.NullMarked;
