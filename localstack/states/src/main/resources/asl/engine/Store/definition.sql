select text from states_definitions where key = ?
