select * from mails
where ?::uuid is null or position < (select position from mails where id = ?::uuid)
order by position desc
limit ?
