/**
 * What a state machine is: read from its JSON, checked as AWS does at creation, and refused by name
 * and place otherwise.
 */
@NullMarked
package asl.definition;

import org.jspecify.annotations.NullMarked;
