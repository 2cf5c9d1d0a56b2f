/** The caller's organizations. */
@NullMarked
package app.xentri.identity.org;

import org.jspecify.annotations.NullMarked;
