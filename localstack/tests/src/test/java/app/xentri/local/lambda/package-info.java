@NullMarked
package app.xentri.local.lambda;

import org.jspecify.annotations.NullMarked;
