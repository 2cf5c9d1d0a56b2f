/** What the verification of the template needs beside an emulator of AWS. */
@NullMarked
package app.xentri.cloud;

import org.jspecify.annotations.NullMarked;
