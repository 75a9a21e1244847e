import { h, setAttribute, setHidden } from '../dom.js';
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
            const unknown = counts.free === null;
            for (const name of ORDER) {
                // Shares of an unknown whole cannot be drawn.
                const grow = String(unknown ? 0 : counts[name]);
                setHidden(segments[name], grow === '0');
                if (segments[name].style.flexGrow !== grow) segments[name].style.flexGrow = grow;
            }
            setAttribute(node, 'aria-label', inWords(board));
            setAttribute(node, 'data-unknown', unknown);
        },
    };
}
