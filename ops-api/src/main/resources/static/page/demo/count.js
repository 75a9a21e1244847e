// The same night counted by SQL in the booking database, beside the live numbers as of the same position.

import { post, request, said, slotPath } from '../api.js';
import { announce } from '../live/announce.js';
import { answered } from '../live/store.js';
import { h, isBusy, setAttribute, setBusy, setHidden, setText } from '../dom.js';
import { count } from '../format.js';
import { lsnNumber } from '../lsn.js';
import { boardAt } from './arrived.js';

const NAMES = ['free', 'held', 'taken', 'seated', 'blocked'];
/** Here as in the answers: who is seated is also taken. */
const WORDS = { seated: 'of them seated' };
/** On a busy night the board may jump over the counted position: count again rather than compare two moments. */
const TRIES = 4;
const WAIT_MILLIS = 2_000;

export function makeCount(picker) {
    const button = h('button', { type: 'submit', class: 'action action-main', testid: 'count', text: 'Count in the database' });
    const cells = new Map();
    const rows = NAMES.map((name) => {
        const [database, live, same] = [
            h('td', { testid: `count-db-${name}` }),
            h('td', { testid: `count-live-${name}` }),
            h('td', { class: 'same' }),
        ];
        cells.set(name, { database, live, same });
        return h(
            'tr',
            {},
            h('th', { scope: 'row' }, h('span', { class: `key key-${name}`, 'aria-hidden': 'true' }), WORDS[name] ?? name),
            database,
            live,
            same,
        );
    });
    const head = h('tr', {}, ...['', 'Database', 'Live', ''].map((text) => h('th', { scope: 'col', text })));
    const table = h('table', { class: 'compare', testid: 'count-result', hidden: true }, h('thead', {}, head), h('tbody', {}, ...rows));
    const verdict = h('p', { class: 'try-verdict', testid: 'count-verdict' });
    const lsn = h('p', { class: 'quiet mono', testid: 'count-lsn' });
    const trouble = h('p', { class: 'trouble', testid: 'count-trouble', hidden: true });
    const form = h('form', { class: 'try-form', on: { submit } }, picker.node, button);

    async function submit(event) {
        event.preventDefault();
        if (isBusy(button)) return;
        setBusy(button, true);
        setHidden(trouble, true);
        setText(verdict, 'Counting.');
        setText(lsn, '');
        try {
            let found;
            for (let round = 0; round < TRIES; round++) {
                found = await compare(picker.key(), picker.board());
                if (found.equal || found.exact) break;
            }
            show(found);
        } catch (problem) {
            setText(verdict, '');
            setText(trouble, said(problem));
            setHidden(trouble, false);
            announce(said(problem), 'count');
        } finally {
            setBusy(button, false);
        }
    }

    function show({ counted, live, equal, exact }) {
        for (const name of NAMES) {
            const cell = cells.get(name);
            const [here, there] = [counted.counts[name], live.value[name]];
            setText(cell.database, count(here));
            setText(cell.live, count(there));
            setText(cell.same, here === undefined ? '' : here === there ? '=' : '≠');
            setAttribute(cell.same, 'data-bad', here !== undefined && here !== there);
        }
        setHidden(table, false);
        const words = equal
            ? exact
                ? 'Equal, at the same LSN.'
                : 'Equal. The live answer is of a later LSN, at which nothing here had changed.'
            : exact
              ? 'Different at the same LSN: this should not be. Reconcile will say which rows.'
              : 'The night moved on between the two answers: count again.';
        setText(verdict, words);
        verdict.toggleAttribute('data-bad', !equal && exact);
        setText(
            lsn,
            live.asOf.lsn === counted.lsn || !exact
                ? `LSN ${counted.lsn}, live ${live.asOf.lsn}`
                : `LSN ${counted.lsn}; last change of this night before it: ${live.asOf.lsn}`,
        );
        announce(words, 'count');
    }

    return {
        testid: 'try-count',
        title: 'Count in the database',
        why: 'SQL counts the rows of a night. The live numbers are then asked as of that count’s LSN.',
        node: h('div', {}, form, trouble, table, verdict, lsn),
        nights: picker.fill,
        tick() {},
    };
}

/**
 * Counts and asks the live answer at least as of the count's LSN. When that answer is later, the newest board received
 * that is not after the LSN is the live number as of it, because a board is sent whenever it changes.
 */
async function compare(key, board) {
    const counted = await post('/demo/count', { venue: board.venue, slot: board.slot });
    const later = await request(`${slotPath(board.venue, board.slot)}?atLeast=${encodeURIComponent(counted.lsn)}&wait=${WAIT_MILLIS}`);
    const atSame = lsnNumber(later.asOf?.lsn) === lsnNumber(counted.lsn) ? later : boardAt(key, counted.lsn);
    answered('board', key, later);
    const equalTo = (live) => NAMES.every((name) => counted.counts[name] === undefined || counted.counts[name] === live.value[name]);
    if (atSame && equalTo(atSame)) return { counted, live: atSame, equal: true, exact: true };
    if (equalTo(later)) return { counted, live: later, equal: true, exact: false };
    return { counted, live: atSame ?? later, equal: false, exact: atSame === later };
}
