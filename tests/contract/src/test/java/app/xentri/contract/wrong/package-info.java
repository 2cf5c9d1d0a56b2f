/** Code that says everything otherwise than the dialect, which {@code DialectTest} has to name. */
@NullMarked
package app.xentri.contract.wrong;

import org.jspecify.annotations.NullMarked;
