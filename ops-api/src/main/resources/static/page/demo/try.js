// Three things to try. The demo serves what they need and says so at /demo/status; where that does not answer, they are
// not there.

import { request } from '../api.js';
import { byId, h, setHidden } from '../dom.js';
import { makeBook } from './book.js';
import { makeCount } from './count.js';
import { makeHoldBack } from './hold-back.js';
import { makeNightPicker } from './night-picker.js';

let things = [];

/** Shows the panel if the demo serves this page. `nights` are {key, venue, timeZone}, in the order of the page. */
export async function showTries(nights) {
    try {
        await request('/demo/status');
    } catch {
        return;
    }
    if (things.length) return things.forEach((thing) => thing.nights?.(nights));
    const bookPicker = makeNightPicker('book-night', nights);
    const countPicker = makeNightPicker('count-night', nights);
    things = [makeBook(bookPicker), makeCount(countPicker), makeHoldBack()];
    const wide = matchMedia('(min-width: 62rem)');
    const panels = things.map((thing, index) => panel(thing, index, wide));
    byId('tries').append(...panels);
    setHidden(byId('try'), false);
    setHidden(byId('try-link'), false);
}

function panel(thing, index, wide) {
    const summary = h('summary', {}, h('span', { class: 'try-number', 'aria-hidden': 'true', text: String(index + 1) }), h('span', { class: 'try-title', text: thing.title }));
    const node = h('details', { class: 'try', testid: thing.testid }, summary, h('div', { class: 'try-body' }, h('p', { class: 'try-why', text: thing.why }), thing.node));
    const fit = () => (node.open = wide.matches || index === 0);
    fit();
    wide.addEventListener('change', fit);
    return node;
}

export function tickTries() {
    for (const thing of things) thing.tick();
}
