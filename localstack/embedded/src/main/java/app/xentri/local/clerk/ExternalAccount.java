package app.xentri.local.clerk;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Who a social provider says someone is.
 *
 * @param provider {@code oauth_google}
 * @param providerUserId the provider's own id of the person
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ExternalAccount(
    String id,
    String provider,
    String providerUserId,
    String email,
    String firstName,
    String lastName,
    long createdAt) {}
