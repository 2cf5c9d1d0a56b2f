/** The HTTP side: payload 2.0 requests, responses, problem details. */
@NullMarked
package app.xentri.platform.http;

import org.jspecify.annotations.NullMarked;
