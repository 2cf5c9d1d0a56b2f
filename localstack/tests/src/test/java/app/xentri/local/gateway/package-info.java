@NullMarked
package app.xentri.local.gateway;

import org.jspecify.annotations.NullMarked;
