-- How many people of each show's waiting room are in which state, by channel, at the instant of the setting maitred.now.
--   waiting  state WAITING and admissible_from <= now
--   delayed  state WAITING and admissible_from >  now: came before the sale opens
--   running  state ADMITTED, whether the pass is over or not: who overstays is still inside until the sweeper comes
--   done     state DONE
--   dead     state EXPIRED: let in, and never bought
-- Whoever LEFT is in no state. Channels and states without people have no row.
SELECT queue, topic, state, count(*) AS depth
  FROM (
    SELECT 'rush:' || s.slug AS queue, w.channel AS topic,
           CASE w.state
               WHEN 'ADMITTED' THEN 'running'
               WHEN 'DONE' THEN 'done'
               WHEN 'EXPIRED' THEN 'dead'
               ELSE CASE
                   WHEN w.admissible_from <= current_setting('maitred.now')::timestamptz THEN 'waiting'
                   ELSE 'delayed'
               END
           END AS state
      FROM waiting_room w
      JOIN shows s ON s.id = w.show_id
     WHERE w.state <> 'LEFT'
  ) AS people
 GROUP BY queue, topic, state
 ORDER BY queue, topic, state
