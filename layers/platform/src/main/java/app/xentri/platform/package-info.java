/**
 * What every function stands on: refusals, JSON and ids. No business words live below this package.
 */
@NullMarked
package app.xentri.platform;

import org.jspecify.annotations.NullMarked;
