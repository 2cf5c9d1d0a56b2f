/** Step Functions' operations as its clients call them. */
@NullMarked
package asl.api;

import org.jspecify.annotations.NullMarked;
