/** Who is calling: verification of the identity provider's tokens. */
@NullMarked
package app.xentri.platform.identity;

import org.jspecify.annotations.NullMarked;
