/** The product over HTTP, against the local cloud as {@code make run} starts it. */
@NullMarked
package app.xentri.e2e;

import org.jspecify.annotations.NullMarked;
