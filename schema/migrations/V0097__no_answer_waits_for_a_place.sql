-- To be run when every function keeps an answer together with its event.
drop function keep_answer(uuid, text, text, text, integer, text, text, text);
