import { h, setText } from '../dom.js';
import { cityOf, clockTime, plural } from '../format.js';
import { ageOf, isStale, sourceOf } from '../live/freshness.js';
import { makeTile } from './night-tile.js';

/** So many nights beside the first are seen at once; the others come on request, or six clubs fill a phone ten times. */
const SEEN_AT_ONCE = 2;

/** A club and its nights; `open(key)` shows one of them. */
export function makeCard(venue, keys, open) {
    const clock = h('span', { class: 'club-clock' });
    const first = h('div', { class: 'club-first' });
    const rest = h('div', { class: 'club-rest' });
    const more = h('button', { type: 'button', class: 'more', testid: 'more-nights', 'aria-expanded': 'false', on: { click: toggle } });
    const tiles = new Map();
    keys.forEach((key, index) => {
        const tile = makeTile(key, venue.timeZone, index === 0, () => open(key));
        if (index > SEEN_AT_ONCE) tile.node.classList.add('later');
        tiles.set(key, tile);
        (index === 0 ? first : rest).append(tile.node);
    });
    const hiddenNights = Math.max(0, keys.length - 1 - SEEN_AT_ONCE);
    const node = h(
        'article',
        { class: 'club', testid: 'club', 'data-venue': venue.venue },
        h('header', { class: 'club-head' }, h('h3', { class: 'club-name', text: venue.name ?? venue.venue }), clock),
        keys.length === 0 ? h('p', { class: 'notice', text: 'Nothing ahead.' }) : first,
        rest,
        hiddenNights ? more : null,
    );
    let expanded = false;
    function toggle() {
        expanded = !expanded;
        node.classList.toggle('expanded', expanded);
        more.setAttribute('aria-expanded', String(expanded));
        say();
    }
    function say() {
        setText(more, expanded ? 'Fewer dates' : plural(hiddenNights, 'more date', 'more dates'));
    }
    say();
    return {
        node,
        show: (key, board) => tiles.get(key)?.show(board),
        tick() {
            setText(clock, `${cityOf(venue.timeZone)} ${clockTime(Date.now(), venue.timeZone)}`);
            node.toggleAttribute('data-stale', isStale(ageOf(sourceOf(venue.venue))));
        },
    };
}
