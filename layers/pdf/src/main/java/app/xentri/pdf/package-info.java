/** Documents as PDF: tagged, with their fonts in them. No business words. */
@NullMarked
package app.xentri.pdf;

import org.jspecify.annotations.NullMarked;
