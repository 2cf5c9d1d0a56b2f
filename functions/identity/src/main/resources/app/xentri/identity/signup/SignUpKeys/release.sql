select release_signup_key(:key, :fingerprint) is null
