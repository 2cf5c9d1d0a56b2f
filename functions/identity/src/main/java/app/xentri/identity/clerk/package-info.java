/** What identity needs from the identity provider, and its official SDK behind that. */
@NullMarked
package app.xentri.identity.clerk;

import org.jspecify.annotations.NullMarked;
