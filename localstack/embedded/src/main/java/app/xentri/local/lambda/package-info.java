/** Hosts the packaged functions, in this JVM or each in its own, behind one interface. */
@NullMarked
package app.xentri.local.lambda;

import org.jspecify.annotations.NullMarked;
