/** Postgres as the app role: one transaction, inside one org, in few round trips. */
@NullMarked
package app.xentri.platform.database;

import org.jspecify.annotations.NullMarked;
