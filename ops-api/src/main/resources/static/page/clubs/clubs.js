// The clubs on the page: one card each, made once; a change of a board reaches its own tile and nothing else.

import { byId, setHidden, setText } from '../dom.js';
import { boards, watch } from '../live/store.js';
import { makeCard } from './club-card.js';

const cards = new Map();
let shown = '';
let open = () => {};

watch('board', (key, entry) => cards.get(entry.value.venue)?.show(key, entry.value));

export function onOpen(listener) {
    open = listener;
}

/** Shows these clubs; `keysByVenue` holds each one's nights in the order of their start. */
export function showClubs(venues, keysByVenue) {
    const wanted = JSON.stringify([venues, [...keysByVenue]]);
    // The same clubs and nights again, as after a reconnect: what is opened and focused stays so.
    if (wanted === shown) return;
    shown = wanted;
    cards.clear();
    for (const venue of venues) {
        const keys = keysByVenue.get(venue.venue) ?? [];
        const card = makeCard(venue, keys, (key) => open(key));
        cards.set(venue.venue, card);
        for (const key of keys) {
            const entry = boards.get(key);
            if (entry) card.show(key, entry.value);
        }
        card.tick();
    }
    byId('clubs-list').replaceChildren(...[...cards.values()].map((card) => card.node));
}

export function notice(text) {
    setText(byId('clubs-notice'), text);
    setHidden(byId('clubs-notice'), text === '');
}

export function tickClubs() {
    for (const card of cards.values()) card.tick();
}
