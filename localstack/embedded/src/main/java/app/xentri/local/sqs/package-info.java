/** SQS, played by ElasticMQ. */
@NullMarked
package app.xentri.local.sqs;

import org.jspecify.annotations.NullMarked;
