@NullMarked
package app.xentri.local.developer;

import org.jspecify.annotations.NullMarked;
