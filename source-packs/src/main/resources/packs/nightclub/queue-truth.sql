-- How many messages of the outbox are in which state, by topic, at the instant of the setting maitred.now.
--   waiting  status NEW or FAILED and next_attempt_at <= now: due, nobody has it yet
--   delayed  status NEW or FAILED and next_attempt_at >  now: planned for later, or backing off after a failure
--   running  status SENDING, whether its lease (locked_until) is over or not: a stalled message is still a running one
--   done     status SENT
--   dead     status DEAD
-- Topics and states without a message have no row.
SELECT 'nightclub:outbox' AS queue, topic, state, count(*) AS depth
  FROM (
    SELECT topic,
           CASE status
               WHEN 'SENDING' THEN 'running'
               WHEN 'SENT' THEN 'done'
               WHEN 'DEAD' THEN 'dead'
               ELSE CASE
                   WHEN next_attempt_at <= current_setting('maitred.now')::timestamptz THEN 'waiting'
                   ELSE 'delayed'
               END
           END AS state
      FROM notifications_outbox
  ) AS messages
 GROUP BY topic, state
 ORDER BY topic, state
