// "Why this number": the rows of the booking database that make it up, asked for once and dated.

import { request, said, slotPath } from '../api.js';
import { h, isBusy, setBusy, setHidden, setText } from '../dom.js';
import { clockTime, count, plural, sentenceCase } from '../format.js';
import { lsnNumber } from '../lsn.js';
import { boards } from '../live/store.js';

const COLUMNS = ['Row', 'Is', 'Tables', 'People', 'Until', 'Counts as'];
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
            const occupants = [...(answer.value.occupants ?? [])].sort(byRow);
            body.replaceChildren(...occupants.slice(0, SHOWN).map((occupant) => row(occupant, board, timeZone)));
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

const byRow = (a, b) =>
    String(a.countsAs).localeCompare(String(b.countsAs)) || String(a.row).localeCompare(String(b.row), 'en', { numeric: true });

function row(occupant, board, timeZone) {
    const is = [occupant.kind, occupant.state].filter(Boolean).map(sentenceCase).join(', ').toLowerCase();
    const countsAs = (occupant.countsAs ?? 'nothing').toLowerCase();
    const cell = (title, text, attributes = {}) => h('td', { 'data-title': title, ...attributes, text });
    return h(
        'tr',
        { testid: 'occupant', 'data-row': occupant.row, title: `position ${occupant.position ?? 'unknown'}` },
        h('th', { scope: 'row', class: 'mono', text: occupant.row }),
        cell('is', is),
        cell('tables', (occupant.labels ?? occupant.units ?? []).join(', ') || '–'),
        cell('people', occupant.partySize === null || occupant.partySize === undefined ? '–' : count(occupant.partySize)),
        cell('until', occupant.expiresAt ? clockTime(occupant.expiresAt, timeZone) : '–'),
        h(
            'td',
            { 'data-title': 'counts as' },
            h('span', { class: `key key-${countsAs}`, 'aria-hidden': 'true' }),
            h('span', { text: countsAs }),
        ),
    );
}
