import { h, keyed, setAttribute, setHidden, setText } from '../dom.js';
import { count, plural } from '../format.js';
import { freeUnits } from '../live/free-units.js';
import { makeBar } from '../clubs/bar.js';
import { isOfMany } from '../clubs/occupancy.js';

const ELSEWHERE = 'Without a section';

/** The free units of a night as chips, by section. A chip appears and goes with its table; the others stay in place. */
export function makeTables(key) {
    const sections = h('div', { class: 'night-sections', testid: 'night-sections' });
    const title = h('h3');
    const node = h('section', { class: 'sheet-part' }, title, sections);
    function show(board) {
        const many = isOfMany(board);
        setText(title, many ? 'Free by section' : 'What is free');
        const units = many ? [] : freeUnits(key, () => show(board));
        keyed(
            sections,
            sectionsOf(board, units).map((section) => ({ ...section, many })),
            (section) => section.section,
            makeSection,
            (part, section) => part.show(section),
        );
    }
    return { node, show };
}

function sectionsOf(board, units) {
    const named = (board.sections ?? []).map((section) => ({ ...section, section: section.section ?? ELSEWHERE }));
    const known = new Set(named.map((section) => section.section));
    const bySection = Map.groupBy(units ?? [], (unit) => (unit.section && known.has(unit.section) ? unit.section : ELSEWHERE));
    if (bySection.has(ELSEWHERE) && !known.has(ELSEWHERE))
        named.push({ section: ELSEWHERE, capacity: null, free: bySection.get(ELSEWHERE).length });
    const ordered = (list) => [...list].sort((a, b) => String(a.label).localeCompare(String(b.label), 'en', { numeric: true }));
    return named.map((section) => ({ ...section, units: units ? ordered(bySection.get(section.section) ?? []) : null }));
}

function makeSection() {
    const name = h('h4');
    const free = h('span', { class: 'section-free' });
    const bar = makeBar();
    const chips = h('ul', { class: 'chips', testid: 'free-units' });
    const none = h('p', { class: 'quiet', hidden: true });
    const node = h(
        'div',
        { class: 'night-section', testid: 'section' },
        h('div', { class: 'night-section-head' }, name, free),
        bar.node,
        chips,
        none,
    );
    node.show = (section) => {
        setAttribute(node, 'data-section', section.section);
        setText(name, section.section);
        const unknown = section.free === null || section.free === undefined;
        setText(
            free,
            section.capacity === null || section.capacity === undefined
                ? unknown
                    ? 'free unknown'
                    : `${count(section.free)} free`
                : `${unknown ? 'unknown' : count(section.free)} free of ${count(section.capacity)}`,
        );
        bar.show({ capacity: null, ...section });
        keyed(chips, section.units ?? [], (unit) => unit.unit, makeChip);
        setHidden(chips, !section.units?.length);
        const silence = section.units === null ? 'They are too many to be listed.' : 'None is free.';
        setText(none, silence);
        setHidden(none, section.many || Boolean(section.units?.length));
    };
    return node;
}

function makeChip(unit) {
    const seats = unit.seats ? plural(unit.seats, 'seat', 'seats') : '';
    return h(
        'li',
        { class: 'chip', testid: 'free-unit', 'data-unit': unit.unit },
        h('span', { class: 'chip-label', text: unit.label ?? unit.unit }),
        h('span', { class: 'chip-seats', text: seats }),
    );
}
