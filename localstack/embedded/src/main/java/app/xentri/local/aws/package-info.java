/**
 * AWS's wire protocols: EventBridge, Lambda's Invoke, SES v2, SQS, Secrets Manager, SSM and Step
 * Functions.
 */
@NullMarked
package app.xentri.local.aws;

import org.jspecify.annotations.NullMarked;
