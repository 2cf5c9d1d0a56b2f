/**
 * An interpreter of Amazon States Language in JSONata. It knows nothing of who runs it: the host
 * gives a database, a clock and what carries calls to services.
 */
@NullMarked
package asl;

import org.jspecify.annotations.NullMarked;
