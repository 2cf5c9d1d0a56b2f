select store_signup_answer(:key, :fingerprint, :status, :headers, :body) is null
