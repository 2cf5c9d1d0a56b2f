/** The signed-in person. */
@NullMarked
package app.xentri.identity.me;

import org.jspecify.annotations.NullMarked;
