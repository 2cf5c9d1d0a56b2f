/** Keeps orgs apart: what the database and the API let out, and what they let be changed. */
@NullMarked
package app.xentri.isolation;

import org.jspecify.annotations.NullMarked;
