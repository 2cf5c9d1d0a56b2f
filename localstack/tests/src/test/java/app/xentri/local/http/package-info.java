@NullMarked
package app.xentri.local.http;

import org.jspecify.annotations.NullMarked;
