// The last hop, which only the page can measure: from the board as it left the server to its arrival here.

import { exactMillis, offsetMillis, serverTime } from '../live/clock.js';
import { tap } from '../live/store.js';

const SAMPLES = 200;
const lastHop = [];
const wholeWay = [];

tap((kind, _, entry) => {
    // A snapshot after connecting tells of old commits; only changes travelled just now.
    if (kind !== 'board' || entry.snapshot) return;
    const here = entry.receivedAt - offsetMillis();
    keep(lastHop, here - serverTime(entry));
    keep(wholeWay, here - exactMillis(entry.asOf?.time));
});

function keep(list, millis) {
    if (!Number.isFinite(millis)) return;
    list.push(Math.max(0, millis));
    if (list.length > SAMPLES) list.shift();
}

const at = (sorted, share) => (sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] : null);

function summary(list) {
    const sorted = [...list].sort((a, b) => a - b);
    return { p50Millis: at(sorted, 0.5), p99Millis: at(sorted, 0.99), samples: sorted.length };
}

/** Over the last 200 changes that came in; nulls before the first. */
export const boardToScreen = () => summary(lastHop);
export const commitToScreen = () => summary(wholeWay);
