/** Co-pilot and Brief: the interview that leads to a Brief, and the Brief itself. */
@NullMarked
package app.xentri.copilot;

import org.jspecify.annotations.NullMarked;
