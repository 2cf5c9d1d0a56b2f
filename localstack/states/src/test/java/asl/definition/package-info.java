@NullMarked
package asl.definition;

import org.jspecify.annotations.NullMarked;
