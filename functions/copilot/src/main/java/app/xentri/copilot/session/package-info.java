/** A Brief session: the states a conversation walks through until its Brief is approved. */
@NullMarked
package app.xentri.copilot.session;

import org.jspecify.annotations.NullMarked;
