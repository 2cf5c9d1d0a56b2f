@NullMarked
package app.xentri.local.template;

import org.jspecify.annotations.NullMarked;
