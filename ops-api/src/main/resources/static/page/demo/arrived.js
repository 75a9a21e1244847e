// When which position of which board came to this page. An event often overtakes the answer to the request that caused
// it, so the last ones are kept, and a question may come before or after its event.

import { lsnNumber } from '../lsn.js';
import { boards, tap } from '../live/store.js';

const KEPT = 64;
const recent = new Map();
const waiting = new Set();

tap((kind, key, entry) => {
    if (kind !== 'board') return;
    const list = recent.get(key) ?? [];
    recent.set(key, list);
    list.push(entry);
    if (list.length > KEPT) list.shift();
    for (const question of [...waiting]) {
        if (question.key !== key || !(entry.lsn >= question.lsn)) continue;
        waiting.delete(question);
        question.resolve(entry);
    }
});

/** The first board of this night that arrived and is as of `lsn` or later. Resolves when it comes, however late. */
export function arrivalOf(key, lsnText) {
    const lsn = lsnNumber(lsnText);
    const already = (recent.get(key) ?? []).find((entry) => entry.lsn >= lsn);
    if (already) return Promise.resolve(already);
    return new Promise((resolve) => waiting.add({ key, lsn, resolve }));
}

/** The newest board of this night that is not after `lsn`, if the page has one: the live number as of that position. */
export function boardAt(key, lsnText) {
    const lsn = lsnNumber(lsnText);
    return (recent.get(key) ?? []).findLast((entry) => entry.lsn <= lsn) ?? (boards.get(key)?.lsn <= lsn ? boards.get(key) : null);
}
