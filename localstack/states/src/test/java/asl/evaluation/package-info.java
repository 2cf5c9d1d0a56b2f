@NullMarked
package asl.evaluation;

import org.jspecify.annotations.NullMarked;
