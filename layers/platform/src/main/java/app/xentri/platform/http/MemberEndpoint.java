package app.xentri.platform.http;

import app.xentri.platform.identity.Caller;

/**
 * An endpoint for people with a verified token. Membership is checked later, in the transaction.
 */
@FunctionalInterface
public interface MemberEndpoint {
  Response handle(Request request, Caller caller);
}
