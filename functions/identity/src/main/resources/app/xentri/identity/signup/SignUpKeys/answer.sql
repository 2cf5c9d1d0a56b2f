select outcome, status, headers, body from answer_signup_key(:key, :fingerprint, :status, :headers, :body)
