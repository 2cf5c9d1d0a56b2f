/** What must hold when processes die, stall or repeat themselves. */
@NullMarked
package app.xentri.chaos;

import org.jspecify.annotations.NullMarked;
