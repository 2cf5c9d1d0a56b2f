/** Sign-in, the shell's cookies, and their end. */
@NullMarked
package app.xentri.identity.session;

import org.jspecify.annotations.NullMarked;
