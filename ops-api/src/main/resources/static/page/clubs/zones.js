import { h, keyed, setAttribute, setHidden, setText } from '../dom.js';
import { count } from '../format.js';
import { makeBar } from './bar.js';
import { isOfMany } from './occupancy.js';

/** What is free in each section, for a night of so many places that these are what people ask for. */
export function makeZones() {
    const node = h('span', { class: 'tile-zones', testid: 'zones', hidden: true });
    return {
        node,
        show(board) {
            const sections = isOfMany(board) ? (board.sections ?? []) : [];
            setHidden(node, sections.length < 2);
            if (sections.length < 2) return;
            keyed(
                node,
                sections,
                (section) => section.section,
                makeZone,
                (zone, section) => zone.show(section),
            );
        },
    };
}

function makeZone() {
    const name = h('span', { class: 'zone-name' });
    const free = h('span', { class: 'zone-free' });
    const bar = makeBar();
    const node = h('span', { class: 'zone' }, name, bar.node, free);
    node.show = (section) => {
        setText(name, section.section ?? 'elsewhere');
        bar.show({ capacity: null, ...section });
        setText(free, section.free === null || section.free === undefined ? '?' : count(section.free));
        setAttribute(free, 'data-none', section.free === 0);
    };
    return node;
}
