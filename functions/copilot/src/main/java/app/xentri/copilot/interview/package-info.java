/**
 * The interview: what is still open, what an answer already said, which one question comes next.
 */
@NullMarked
package app.xentri.copilot.interview;

import org.jspecify.annotations.NullMarked;
