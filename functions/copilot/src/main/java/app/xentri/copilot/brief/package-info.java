/**
 * The Universal Brief: seven sections, each sentence with the receipts of the answers it came from.
 */
@NullMarked
package app.xentri.copilot.brief;

import org.jspecify.annotations.NullMarked;
