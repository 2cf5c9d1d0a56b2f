/** Runs executions: event by event, each in one transaction, with no thread while one waits. */
@NullMarked
package asl.engine;

import org.jspecify.annotations.NullMarked;
