/** A small HTTP server for the local cloud's own endpoints. */
@NullMarked
package app.xentri.local.http;

import org.jspecify.annotations.NullMarked;
