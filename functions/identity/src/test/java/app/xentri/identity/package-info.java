/** Identity over its real handlers, a real Postgres and the local cloud's Clerk. */
@NullMarked
package app.xentri.identity;

import org.jspecify.annotations.NullMarked;
