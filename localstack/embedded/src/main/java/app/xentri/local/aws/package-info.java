/** AWS's wire protocols: EventBridge, Lambda's Invoke, SES v2, Secrets Manager and SSM. */
@NullMarked
package app.xentri.local.aws;

import org.jspecify.annotations.NullMarked;
