// The free units of a board. The stream's boards carry them; where one does not, they are asked for when it changed,
// one request at a time.

import { request, slotPath } from '../api.js';
import { boards } from './store.js';

const asked = new Map();

/** The free units of this night as its newest board has them. Null when unknown; then `later` is called with them. */
export function freeUnits(key, later) {
    const entry = boards.get(key);
    if (!entry) return null;
    if (entry.value.freeUnits) return entry.value.freeUnits;
    const known = asked.get(key) ?? { units: null, lsn: -1, running: false };
    asked.set(key, known);
    if (known.lsn < entry.lsn && !known.running) ask(key, entry, known, later);
    return known.units;
}

async function ask(key, entry, known, later) {
    known.running = true;
    try {
        const answer = await request(`${slotPath(entry.value.venue, entry.value.slot)}/free`);
        // What is not listed is not known here: an empty list would say that none is free.
        known.units = answer.value.truncated ? null : answer.value.units;
        known.lsn = entry.lsn;
        later(known.units);
    } catch {
        // The next change of the board asks again; until then the units stay as they were known.
    } finally {
        known.running = false;
    }
}
