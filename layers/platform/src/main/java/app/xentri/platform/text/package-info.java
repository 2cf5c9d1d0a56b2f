/** The one gate for text that comes from outside, whatever it comes in. */
@NullMarked
package app.xentri.platform.text;

import org.jspecify.annotations.NullMarked;
