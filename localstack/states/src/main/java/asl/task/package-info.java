/**
 * What a Task calls: resources, the shapes of arguments, results and errors, and who carries the
 * call.
 */
@NullMarked
package asl.task;

import org.jspecify.annotations.NullMarked;
