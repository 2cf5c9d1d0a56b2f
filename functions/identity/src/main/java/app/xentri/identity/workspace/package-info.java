/** How a person comes to have an organization. */
@NullMarked
package app.xentri.identity.workspace;

import org.jspecify.annotations.NullMarked;
