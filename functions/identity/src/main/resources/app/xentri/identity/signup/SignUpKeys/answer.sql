-- The answer is kept where the transaction has entered, so the first must come before the second.
select a.outcome, a.status, a.headers, a.body
  from enter_workspace(:clerk_user) w
 cross join lateral answer_signup_key(:key, :fingerprint, case when w.org_id is not null then :status end, :headers, :body) a
