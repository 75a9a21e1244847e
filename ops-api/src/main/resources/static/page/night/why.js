// "Why this number": the rows of the booking database that make it up, asked for once and dated.

import { request, said, slotPath } from '../api.js';
import { h, isBusy, setBusy, setHidden, setText } from '../dom.js';
import { clockTime, count, plural, sentenceCase } from '../format.js';
import { lsnNumber } from '../lsn.js';
import { boards } from '../live/store.js';

const COLUMNS = ['Table', 'Counts as', 'Is', 'People', 'Until', 'Row'];
/** What a host must act on first stands first. */
const ORDER = ['held', 'taken', 'seated', 'blocked'];
const NONE = '–';
const SHOWN = 200;

export function makeWhy(key, timeZone) {
    const ask = h('button', { type: 'button', class: 'action', testid: 'explain', text: 'Why these numbers?', on: { click: load } });
    const note = h('p', { class: 'quiet', testid: 'explain-note', role: 'status' });
    const since = h('p', { class: 'quiet', testid: 'explain-since', hidden: true, text: 'The night has changed since: ask again.' });
    const body = h('tbody');
    const head = h('thead', {}, h('tr', {}, ...COLUMNS.map((name) => h('th', { scope: 'col', text: name }))));
    const table = h(
        'table',
        { class: 'why', testid: 'occupants', hidden: true },
        h('caption', { class: 'unseen', text: 'Rows that make up the numbers of this night' }),
        head,
        body,
    );
    const node = h('section', { class: 'sheet-part' }, h('h3', { text: 'Why' }), ask, note, since, table);
    let lsn = null;
    async function load() {
        if (isBusy(ask)) return;
        setBusy(ask, true);
        setText(note, 'Asking the state store for its rows.');
        try {
            const board = boards.get(key).value;
            const answer = await request(`${slotPath(board.venue, board.slot)}/explain`);
            lsn = lsnNumber(answer.asOf?.lsn);
            const occupants = [...(answer.value.occupants ?? [])].sort(byTable);
            body.replaceChildren(...occupants.slice(0, SHOWN).map((occupant) => row(occupant, timeZone)));
            setHidden(table, occupants.length === 0);
            const cut = occupants.length > SHOWN ? ` The first ${SHOWN} are shown.` : '';
            setText(
                note,
                `${plural(occupants.length, 'row makes', 'rows make')} up these numbers as of LSN ${answer.asOf?.lsn ?? 'unknown'}.${cut}`,
            );
            setText(ask, 'Ask again');
            setHidden(since, true);
        } catch (problem) {
            setText(note, said(problem));
        } finally {
            setBusy(ask, false);
        }
    }
    return {
        node,
        /** The board changed: what is listed here may not be its reason any more. */
        changed() {
            if (lsn !== null && boards.get(key)?.lsn > lsn) setHidden(since, false);
        },
    };
}

const rank = (occupant) => (ORDER.indexOf(countedAs(occupant)) + ORDER.length + 1) % (ORDER.length + 1);
const countedAs = (occupant) => (occupant.countsAs ?? 'nothing').toLowerCase();
const tablesOf = (occupant) => (occupant.labels ?? occupant.units ?? []).join(', ');
const natural = (a, b) => String(a).localeCompare(String(b), 'en', { numeric: true });
const byTable = (a, b) => rank(a) - rank(b) || natural(tablesOf(a), tablesOf(b)) || natural(a.row, b.row);

function row(occupant, timeZone) {
    const countsAs = countedAs(occupant);
    const of = occupant.reservation;
    const until = occupant.countsUntil ?? occupant.expiresAt;
    const cell = (title, text) => h('td', { class: `why-${title}`, 'data-title': title, 'data-none': text === NONE, text });
    const is = cell('is', kindOf(occupant));
    is.toggleAttribute('data-plain', goesWithoutSaying(occupant.kind));
    return h(
        'tr',
        { testid: 'occupant', 'data-row': occupant.row, title: `position ${occupant.position ?? 'unknown'}${whyOf(of)}` },
        h('th', { scope: 'row', text: tablesOf(occupant) || 'no table' }),
        h(
            'td',
            { class: 'why-counts' },
            h('span', { class: `key key-${countsAs}`, 'aria-hidden': 'true' }),
            h('span', { text: countsAs }),
        ),
        is,
        cell('people', occupant.partySize ? count(occupant.partySize) : NONE),
        cell('until', until ? clockTime(until, timeZone) : NONE),
        h('td', { class: 'why-row mono', text: of ? `${occupant.row} of ${of.row}` : occupant.row }),
    );
}

/** What a reservation makes of its members is said in words. */
function whyOf(reservation) {
    if (!reservation) return '';
    const is = reservation.present ? reservation.state.toLowerCase().replace('_', ' ') : 'not there, so its members count as held';
    return `; ${reservation.row} is ${is}`;
}

const goesWithoutSaying = (kind) => kind === 'HOLD' || kind === 'BLOCK';

/** "booking, seated"; a hold is held and a block stands, that goes without saying. */
function kindOf({ kind, state, reservation }) {
    return (goesWithoutSaying(kind) ? [kind] : [kind, (state !== 'SEATED' && reservation?.state) || state]).filter(Boolean).map(sentenceCase).join(', ').toLowerCase();
}
