/** SLF4J to JSON lines on standard output. */
@NullMarked
package app.xentri.platform.log;

import org.jspecify.annotations.NullMarked;
