/** What the identity provider tells us. */
@NullMarked
package app.xentri.identity.webhook;

import org.jspecify.annotations.NullMarked;
