/** The mails that would have been sent. */
@NullMarked
package app.xentri.local.mail;

import org.jspecify.annotations.NullMarked;
