/** The Brief as a document to hand on: the same words as Markdown, as JSON and as PDF. */
@NullMarked
package app.xentri.copilot.document;

import org.jspecify.annotations.NullMarked;
