/**
 * Reads {@code template.yaml}: the subset of CloudFormation and SAM that Xentri uses. What it does
 * not understand it refuses, naming the path; nothing is skipped in silence.
 */
@NullMarked
package app.xentri.local.template;

import org.jspecify.annotations.NullMarked;
