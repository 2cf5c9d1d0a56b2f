select * from mails where id = ?
