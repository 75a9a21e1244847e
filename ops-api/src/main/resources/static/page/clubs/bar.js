import { h, setAttribute } from '../dom.js';
import { inWords, parts } from './occupancy.js';

const ORDER = ['seated', 'taken', 'held', 'free', 'blocked'];

/** A bar of one night's occupancy: a picture with its counts as its name. */
export function makeBar() {
    const segments = Object.fromEntries(ORDER.map((name) => [name, h('span', { class: `segment segment-${name}` })]));
    const node = h('span', { class: 'bar', role: 'img' }, ...ORDER.map((name) => segments[name]));
    return {
        node,
        show(board) {
            const counts = parts(board);
            for (const name of ORDER) {
                const grow = String(counts[name] ?? 0);
                if (segments[name].style.flexGrow !== grow) segments[name].style.flexGrow = grow;
            }
            setAttribute(node, 'aria-label', inWords(board));
            setAttribute(node, 'data-unknown', board.capacity === null || board.free === null);
        },
    };
}
