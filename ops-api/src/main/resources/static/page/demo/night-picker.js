import { h } from '../dom.js';
import { clockTime, dayName } from '../format.js';
import { boards } from '../live/store.js';

/** A choice of night, by club; starts with the soonest one that has a free table. */
export function makeNightPicker(testid, nights) {
    const select = h('select', { testid });
    const node = h('label', { class: 'field' }, h('span', { text: 'Night' }), select);
    const picker = { node, select, key: () => select.value, board: () => boards.get(select.value)?.value ?? null, fill, onChange: (listener) => select.addEventListener('change', listener) };
    function fill(list) {
        const before = select.value;
        const byClub = Map.groupBy(list, (night) => night.venue.name ?? night.venue.venue);
        select.replaceChildren(...[...byClub].map(([club, its]) => h('optgroup', { label: club }, ...its.map((night) => h('option', { value: night.key, text: `${club}: ${titleOf(night)}` })))));
        const start = list.find((night) => night.key === before) ?? list.find((night) => boards.get(night.key)?.value.free > 0) ?? list[0];
        if (start) select.value = start.key;
    }
    fill(nights);
    return picker;
}

function titleOf(night) {
    const board = boards.get(night.key)?.value;
    return board ? `${dayName(board.startsAt, night.venue.timeZone, Date.now())}, ${clockTime(board.startsAt, night.venue.timeZone)}` : night.key;
}
