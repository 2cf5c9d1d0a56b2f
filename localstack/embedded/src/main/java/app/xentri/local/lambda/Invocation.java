package app.xentri.local.lambda;

import app.xentri.local.template.Template.Function;

/**
 * One call of a function.
 *
 * @param requestId a UUID
 * @param arn the function's ARN
 * @param event JSON
 * @param log takes what the function prints meanwhile
 */
public record Invocation(
    String requestId, Function function, String arn, String event, InvocationLog log) {}
