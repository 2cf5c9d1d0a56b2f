/** Processes that outlive a killed run, and the folders and secrets they leave behind. */
@NullMarked
package app.xentri.local.process;

import org.jspecify.annotations.NullMarked;
