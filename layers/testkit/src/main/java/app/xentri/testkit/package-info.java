/**
 * What tests stand on: a real Postgres with our roles and migrations, real tokens, and a count of
 * round trips. Never deployed.
 */
@NullMarked
package app.xentri.testkit;

import org.jspecify.annotations.NullMarked;
