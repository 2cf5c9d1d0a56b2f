-- To be run when every function enters and claims its key in one call.
drop function claim_idempotency_key(text, text, text);
