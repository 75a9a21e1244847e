// What the page knows now, by kind and key. Events arrive at any rate; nodes change once per frame, and only
// those whose key changed.

import { lsnNumber } from '../lsn.js';
import { wallMillis } from './clock.js';

/** kind to key to {value, asOf, ageMillis, servedBy, lsn, receivedAt, snapshot, drawnAt}; times by wallMillis(). */
const entries = { board: new Map(), queue: new Map(), pipeline: new Map(), reports: new Map() };
const watchers = { board: [], queue: [], pipeline: [], reports: [] };
const taps = [];
const frames = [];
const dirty = new Map();
let scheduled = false;

export const boards = entries.board;
export const queues = entries.queue;
export const pipelines = entries.pipeline;

/** Calls `listener(key, entry)` in the frame after a change of that kind. */
export const watch = (kind, listener) => watchers[kind].push(listener);

/** Calls `listener(kind, key, entry)` at the moment of arrival: for measuring, not for drawing. */
export const tap = (listener) => taps.push(listener);

/** Calls `listener` once, after the next frame's changes were written. */
export const afterDraw = (listener) => frames.push(listener);

/** From the event stream: it is in order and its word is final, also when a failover turned the log back. */
export const arrived = (kind, key, envelope, snapshot) => put(kind, key, envelope, snapshot);

/** From a request: it may be older than what the stream brought meanwhile. */
export function answered(kind, key, envelope) {
    const known = entries[kind].get(key);
    if (!known || !(lsnNumber(envelope.asOf?.lsn) < known.lsn)) put(kind, key, envelope, true);
}

export const forget = (kind, key) => entries[kind].delete(key);

function put(kind, key, envelope, snapshot) {
    const entry = { ...envelope, lsn: lsnNumber(envelope.asOf?.lsn), receivedAt: wallMillis(), snapshot, drawnAt: null };
    entries[kind].set(key, entry);
    for (const listener of taps) listener(kind, key, entry);
    dirty.set(`${kind} ${key}`, [kind, key]);
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(draw);
}

function draw() {
    scheduled = false;
    const changed = [...dirty.values()];
    dirty.clear();
    for (const [kind, key] of changed) {
        const entry = entries[kind].get(key);
        if (!entry) continue;
        for (const listener of watchers[kind]) listener(key, entry);
        entry.drawnAt = wallMillis();
    }
    for (const listener of frames.splice(0)) listener();
}
