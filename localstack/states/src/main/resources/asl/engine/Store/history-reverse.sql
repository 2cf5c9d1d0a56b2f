select id, previous, type, at, details from states_history where execution = ? and id < ? order by id desc limit ?
