/** How often something may be done. */
@NullMarked
package app.xentri.platform.limit;

import org.jspecify.annotations.NullMarked;
