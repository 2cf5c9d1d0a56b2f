/** S3, played by s3proxy on files. */
@NullMarked
package app.xentri.local.s3;

import org.jspecify.annotations.NullMarked;
