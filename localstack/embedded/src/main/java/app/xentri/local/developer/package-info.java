/** The pages at {@code /__local/}: what runs, what happened, what it logged. */
@NullMarked
package app.xentri.local.developer;

import org.jspecify.annotations.NullMarked;
