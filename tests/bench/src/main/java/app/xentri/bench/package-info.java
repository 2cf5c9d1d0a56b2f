/**
 * Benchmarks, run by {@code make bench} and written to {@code docs/benchmarks.md}. Figures are for
 * comparison within one run.
 */
@NullMarked
package app.xentri.bench;

import org.jspecify.annotations.NullMarked;
