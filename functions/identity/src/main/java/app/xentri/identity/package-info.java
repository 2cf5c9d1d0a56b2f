/** People, their sessions and their organizations: the bounded context {@code identity}. */
@NullMarked
package app.xentri.identity;

import org.jspecify.annotations.NullMarked;
