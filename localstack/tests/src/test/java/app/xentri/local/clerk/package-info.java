@NullMarked
package app.xentri.local.clerk;

import org.jspecify.annotations.NullMarked;
