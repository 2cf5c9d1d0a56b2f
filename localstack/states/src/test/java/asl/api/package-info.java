@NullMarked
package asl.api;

import org.jspecify.annotations.NullMarked;
