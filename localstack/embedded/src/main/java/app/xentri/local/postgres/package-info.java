/** Postgres 16 with Xentri's roles and databases. */
@NullMarked
package app.xentri.local.postgres;

import org.jspecify.annotations.NullMarked;
