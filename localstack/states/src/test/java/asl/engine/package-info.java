@NullMarked
package asl.engine;

import org.jspecify.annotations.NullMarked;
