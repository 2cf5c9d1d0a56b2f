@NullMarked
package app.xentri.local;

import org.jspecify.annotations.NullMarked;
