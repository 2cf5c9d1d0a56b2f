select k.status, k.headers, k.body, k.outcome, turn_unless(k.outcome <> 'claimed', :turn, :holder, :pause, :longest) as place
  from claim_signup_key(:key, :fingerprint) k
