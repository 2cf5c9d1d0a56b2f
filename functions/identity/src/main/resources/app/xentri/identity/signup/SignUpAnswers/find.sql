select outcome, status, headers, body from find_signup_answer(:key, :fingerprint)
