/**
 * What the parts of the project promise each other: template, functions, schemas, examples and the
 * API document agree.
 */
@NullMarked
package app.xentri.contract;

import org.jspecify.annotations.NullMarked;
