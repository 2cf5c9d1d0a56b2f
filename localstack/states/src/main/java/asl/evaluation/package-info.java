/** JSONata as states use it: expressions, what they may see, and the functions that AWS adds. */
@NullMarked
package asl.evaluation;

import org.jspecify.annotations.NullMarked;
