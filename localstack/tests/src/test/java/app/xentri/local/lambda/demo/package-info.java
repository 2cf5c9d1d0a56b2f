/** Small functions that are packaged by the tests and run by both hosts. */
@NullMarked
package app.xentri.local.lambda.demo;

import org.jspecify.annotations.NullMarked;
