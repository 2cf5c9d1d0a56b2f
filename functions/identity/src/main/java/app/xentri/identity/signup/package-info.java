/** Sign-up with a password. */
@NullMarked
package app.xentri.identity.signup;

import org.jspecify.annotations.NullMarked;
