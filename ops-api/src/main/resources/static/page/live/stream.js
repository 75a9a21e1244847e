// One EventSource for everything. The browser reconnects and resumes by the last id; what it gives up on, we open again.

import { arrived } from './store.js';

/** The pipeline reports about once a second, so this long without any event means that the line is dead. */
const SILENCE_MILLIS = 6_000;
const REOPEN_AFTER_SILENCE_MILLIS = 6_000;
const LONGEST_PAUSE_MILLIS = 15_000;

/** state: "connecting", "open" or "broken"; since when, and when the last event came (performance.now()). */
export const stream = { state: 'connecting', since: performance.now(), lastEventAt: null };

const listeners = [];
let source = null;
let url = null;
let retry = null;
let attempts = 0;
let seen = new Set();

/** Calls `listener(state, before)` whenever the state changes. */
export const onStreamState = (listener) => listeners.push(listener);

function become(state) {
    if (stream.state === state) return;
    const before = stream.state;
    stream.state = state;
    stream.since = performance.now();
    for (const listener of listeners) listener(state, before);
}

const part = (name) => (key) => `${name}=${encodeURIComponent(key).replaceAll('%3A', ':').replaceAll('%2F', '/')}`;

/** Subscribes to these keys instead of those before. */
export function subscribe(boardKeys, queueKeys) {
    const keys = [...boardKeys.map(part('board')), ...queueKeys.map(part('queue')), 'pipeline=all', 'reports=all'];
    const wanted = `/api/v1/stream?${keys.join('&')}`;
    if (wanted === url && source?.readyState === EventSource.OPEN) return;
    url = wanted;
    open();
}

function open() {
    clearTimeout(retry);
    source?.close();
    const opened = new EventSource(url);
    source = opened;
    opened.onopen = () => {
        attempts = 0;
        seen = new Set();
        stream.lastEventAt = performance.now();
        become('open');
    };
    opened.onerror = () => {
        become('broken');
        if (opened.readyState === EventSource.CLOSED) reopenIn(Math.min(LONGEST_PAUSE_MILLIS, 1_000 * 2 ** attempts++));
    };
    receive('board', (value) => `${value.venue}/${value.slot}`);
    receive('queue', (value) => value.queue);
    receive('pipeline', () => 'all');
    receive('reports', () => 'all');
}

function reopenIn(millis) {
    clearTimeout(retry);
    retry = setTimeout(open, millis);
}

function receive(kind, keyOf) {
    source.addEventListener(kind, (event) => {
        stream.lastEventAt = performance.now();
        clearTimeout(retry);
        become('open');
        const envelope = JSON.parse(event.data);
        const key = keyOf(envelope.value);
        const id = `${kind} ${key}`;
        // The first of each key after connecting is what was, not a change that just happened.
        const snapshot = !seen.has(id);
        if (snapshot) seen.add(id);
        arrived(kind, key, envelope, snapshot);
    });
}

/** Called by the page's tick: a connection can die without an error ever being told. */
export function checkSilence() {
    if (stream.state !== 'open' || stream.lastEventAt === null || document.hidden) return;
    if (performance.now() - stream.lastEventAt < SILENCE_MILLIS) return;
    become('broken');
    reopenIn(REOPEN_AFTER_SILENCE_MILLIS);
}
