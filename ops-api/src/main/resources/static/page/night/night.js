// One night in detail, in a dialog; current while it is open. Its address is in the location's hash.

import { byId, h, pulse, setAttribute, setHidden, setText } from '../dom.js';
import { cityOf, clockTime, count, dayName, exactTime, HERE, isRunning, percent, shortDay } from '../format.js';
import { makeBar } from '../clubs/bar.js';
import { parts, soldShare } from '../clubs/occupancy.js';
import { announce } from '../live/announce.js';
import { boards, watch } from '../live/store.js';
import { makeDoor } from './door.js';
import { makeTables } from './tables.js';
import { makeWhy } from './why.js';

const FIGURES = [
    ['held', 'Held'],
    ['taken', 'Taken'],
    ['seated', 'Seated'],
    ['blocked', 'Blocked'],
];
const ENDS = [
    ['cancelled', 'Cancelled'],
    ['noShows', 'No-shows'],
    ['overbooked', 'Overbooked'],
    ['conflicts', 'Conflicts'],
];
const HASH = '#night/';

const dialog = byId('night');
let opened = null;

watch('board', (key, entry) => {
    if (opened?.key === key) opened.show(entry);
});

dialog.addEventListener('close', () => {
    opened = null;
    dialog.replaceChildren();
    if (location.hash.startsWith(HASH)) history.replaceState(null, '', location.pathname + location.search);
});
// A click beside the sheet closes it, as people expect.
dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
});

/** Opens the night that the address names, if the page knows it. */
export function openFromAddress(venues) {
    if (!location.hash.startsWith(HASH)) return;
    const key = decodeURIComponent(location.hash.slice(HASH.length));
    if (boards.has(key) && opened?.key !== key) openNight(key, venues);
}

export function openNight(key, venues) {
    const entry = boards.get(key);
    if (!entry) return;
    const venue = venues.find((one) => one.venue === entry.value.venue) ?? { venue: entry.value.venue };
    opened = makeNight(key, venue);
    dialog.replaceChildren(opened.node);
    opened.show(entry);
    tickNight();
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    history.replaceState(null, '', HASH + key);
}

/** The dialog covers the page's banner, so what that says is said here too. */
export function tickNight() {
    opened?.warn(byId('banner').textContent);
}

function makeNight(key, venue) {
    const warning = h('p', { class: 'night-warning', testid: 'night-warning', hidden: true });
    const subtitle = h('p', { class: 'night-subtitle' });
    const free = h('span', { class: 'night-free', testid: 'night-free' });
    const of = h('span', { class: 'night-of' });
    const sold = h('span', { class: 'night-sold', testid: 'night-sold' });
    const asOf = h('p', { class: 'night-asof mono', testid: 'night-asof' });
    const bar = makeBar();
    const figures = new Map();
    const figure = ([name, title]) => {
        const value = h('dd', { testid: `night-${name}` });
        const node = h('div', {}, h('dt', { text: title }), value);
        figures.set(name, { node, value });
        return node;
    };
    const tables = makeTables(key);
    const door = makeDoor(venue.timeZone);
    const why = makeWhy(key, venue.timeZone);
    const node = h(
        'div',
        { class: 'sheet' },
        h(
            'header',
            { class: 'sheet-head' },
            h('div', {}, h('h2', { id: 'night-title', class: 'sheet-title', text: venue.name ?? venue.venue }), subtitle),
            h('button', {
                type: 'button',
                class: 'close',
                testid: 'night-close',
                'aria-label': 'Close',
                autofocus: true,
                text: '×',
                on: { click: () => dialog.close() },
            }),
        ),
        warning,
        h(
            'div',
            { class: 'sheet-top' },
            h('p', { class: 'night-now' }, free, of, sold),
            bar.node,
            h('dl', { class: 'facts night-figures' }, ...FIGURES.map(figure), ...ENDS.map(figure)),
        ),
        tables.node,
        door.node,
        why.node,
        asOf,
    );
    let shownFree = null;
    return {
        key,
        node,
        warn(text) {
            setText(warning, text);
            setHidden(warning, text === '');
            node.toggleAttribute('data-stale', text !== '');
        },
        show(entry) {
            const board = entry.value;
            const zone = venue.timeZone;
            const day = isRunning(board, Date.now()) ? 'Now' : dayName(board.startsAt, zone, Date.now());
            const date = shortDay(board.startsAt, zone);
            const ends = board.endsAt ? `–${clockTime(board.endsAt, zone)}` : '';
            setText(
                subtitle,
                [board.label, `${date.startsWith(day) ? '' : `${day}, `}${date}, ${clockTime(board.startsAt, zone)}${ends}`, cityOf(zone)]
                    .filter(Boolean)
                    .join(' · '),
            );
            if (setText(free, board.free === null ? '?' : count(board.free)) && shownFree !== null) {
                pulse(free);
                announce(
                    `${board.free === null ? 'What is free is unknown' : `${count(board.free)} free`} at ${venue.name ?? venue.venue}`,
                    'night',
                    10_000,
                );
            }
            shownFree = board.free;
            setAttribute(free, 'data-none', board.free === 0);
            setText(of, board.capacity === null ? 'capacity unknown' : `free of ${count(board.capacity)}`);
            setText(sold, soldShare(board) === null ? '' : `${percent(soldShare(board))} sold`);
            bar.show(board);
            const disjoint = parts(board);
            for (const [name] of FIGURES) setText(figures.get(name).value, count(disjoint[name]));
            for (const [name] of ENDS) {
                setText(figures.get(name).value, count(board[name] ?? 0));
                setHidden(figures.get(name).node, !board[name]);
            }
            tables.show(board);
            door.show(board);
            why.changed();
            const position = board.version ? `, last change ${board.version.position} (generation ${board.version.generation})` : '';
            setText(
                asOf,
                `As of ${exactTime(entry.asOf?.time, HERE)}, LSN ${entry.asOf?.lsn ?? 'unknown'}${position}, from the ${entry.servedBy ?? 'server'}.`,
            );
            setAttribute(node, 'data-lsn', entry.asOf?.lsn);
        },
    };
}
