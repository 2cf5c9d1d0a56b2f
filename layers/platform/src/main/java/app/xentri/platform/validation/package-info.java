/** JSON Schema validation with JSON pointers. */
@NullMarked
package app.xentri.platform.validation;

import org.jspecify.annotations.NullMarked;
