insert into mails (id, receivers, sender, subject, plain, html, sent_at) values (?, ?, ?, ?, ?, ?, ?)
