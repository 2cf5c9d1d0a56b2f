select outcome, status, headers, body from claim_signup_key(:key, :fingerprint)
