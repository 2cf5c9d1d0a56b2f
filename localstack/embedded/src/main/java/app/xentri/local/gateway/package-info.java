/** The front door: API Gateway's HTTP API for {@code /api/*} and the CDN for everything else. */
@NullMarked
package app.xentri.local.gateway;

import org.jspecify.annotations.NullMarked;
