/** Hosting: selects, builds and invokes the one function that this process is. */
@NullMarked
package app.xentri.platform.function;

import org.jspecify.annotations.NullMarked;
