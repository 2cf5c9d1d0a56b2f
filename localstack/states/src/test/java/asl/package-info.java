@NullMarked
package asl;

import org.jspecify.annotations.NullMarked;
