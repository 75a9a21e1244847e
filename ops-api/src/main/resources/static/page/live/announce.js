// One polite live region for the whole page. Numbers that change many times a second are not read out; what a person
// asked for or must know is, and each topic at most once in its own time.

import { byId } from '../dom.js';

const said = new Map();
const waiting = new Map();

/** Reads `text` out. A topic with `gapMillis` keeps only its newest text until the gap is over. */
export function announce(text, topic = text, gapMillis = 0) {
    const now = performance.now();
    const wait = (said.get(topic) ?? -Infinity) + gapMillis - now;
    clearTimeout(waiting.get(topic));
    if (wait > 0) {
        waiting.set(topic, setTimeout(() => announce(text, topic), wait));
        return;
    }
    said.set(topic, now);
    byId('announcer').textContent = text;
}
