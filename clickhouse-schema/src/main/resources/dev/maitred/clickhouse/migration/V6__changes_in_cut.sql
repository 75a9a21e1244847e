-- The history as a run looks at it: what is not after the cut of its source. (A view; nothing is stored.)
-- Why scalars and no join: a filter keeps the order of the table, so that a fold over keys streams instead of holding all of them.
CREATE VIEW IF NOT EXISTS changes_in_cut AS
WITH
    (SELECT groupArray(toString(source)) FROM run_cuts) AS cut_sources,
    (SELECT groupArray((incarnation, lsn, previous_end)) FROM run_cuts) AS cuts
SELECT
    *,
    cuts[indexOf(cut_sources, toString(source))] AS cut
FROM changes
WHERE has(cut_sources, toString(source))
    AND (incarnation < cut.1
        OR (incarnation = cut.1 AND if(row_index = 0, previous_end <= cut.2, previous_end < cut.3)));

-- What resyncs and snapshots did not confirm: a row in scope whose newest change is before the end mark is gone.
-- Grain: one row per scope, the newest mark of it.
CREATE VIEW IF NOT EXISTS end_marks_in_cut AS
SELECT
    source,
    mark_venue,
    mark_rules,
    max((incarnation, previous_end)) AS marked,
    argMax(record_time, (incarnation, previous_end)) AS marked_at
FROM changes_in_cut
WHERE entity = 'mark' AND mark_end
GROUP BY source, mark_venue, mark_rules;
