import { h, pulse, setAttribute, setHidden, setText } from '../dom.js';
import { count, isRunning, percent, plural, whenOf } from '../format.js';
import { makeArrivals } from './arrivals.js';
import { makeBar } from './bar.js';
import { isOfMany, parts, soldShare } from './occupancy.js';
import { makeZones } from './zones.js';

/** One night of a club as a button that opens it. The first night of a club is `large`: it is the one people ask about. */
export function makeTile(key, timeZone, large, open) {
    const free = h('span', { class: 'free-count', testid: 'free' });
    const of = h('span', { class: 'free-of' });
    const day = h('span', { class: 'tile-day' });
    const label = h('span', { class: 'tile-label' });
    const sold = h('span', { class: 'tile-sold', testid: 'sold' });
    const arrived = h('span', { class: 'tile-arrived', testid: 'arrived' });
    const trouble = h('span', { class: 'tile-trouble', testid: 'trouble', hidden: true });
    const bar = makeBar();
    const arrivals = large ? makeArrivals('tile-arrivals', 36) : null;
    const coming = large ? h('span', { class: 'tile-in' }, arrivals.node, arrived) : null;
    const counts = large ? h('span', { class: 'tile-counts', testid: 'counts' }) : null;
    const zones = large ? makeZones() : null;
    const node = h(
        'button',
        {
            type: 'button',
            class: large ? 'tile tile-large' : 'tile',
            testid: 'tile',
            'data-key': key,
            'aria-haspopup': 'dialog',
            on: { click: open },
        },
        h('span', { class: 'tile-when' }, day, label, large ? trouble : null),
        large
            ? h('span', { class: 'tile-free' }, free, h('span', { class: 'tile-beside' }, of, sold))
            : h('span', { class: 'tile-free' }, free, of),
        coming,
        bar.node,
        zones?.node,
        large ? counts : h('span', { class: 'tile-foot' }, trouble, arrived, sold),
    );
    let shownFree;
    function show(board) {
        setText(day, whenOf(board, timeZone, Date.now()));
        setText(label, board.label ?? '');
        if (setText(free, board.free === null ? '?' : count(board.free)) && shownFree !== undefined) pulse(free);
        shownFree = board.free;
        setAttribute(free, 'data-none', board.free === 0);
        setText(of, board.capacity === null ? 'capacity unknown' : `free of ${count(board.capacity)}`);
        const share = soldShare(board);
        setText(sold, share === null ? `${count(board.taken ?? 0)} taken` : `${percent(share)} sold`);
        const people = board.checkIns?.people ?? 0;
        setText(arrived, people || large ? `${count(people)} arrived` : '');
        if (coming) setHidden(coming, people === 0 && !isRunning(board, Date.now()));
        arrivals?.show(board.arrivals);
        if (counts) setText(counts, sentence(board));
        zones?.show(board);
        bar.show(board);
        const wrong = troubles(board);
        setText(trouble, wrong);
        setHidden(trouble, wrong === '');
    }
    return { node, show };
}

function sentence(board) {
    const { held, taken, seated, blocked } = parts(board);
    return `${count(held)} held · ${count(taken)} taken` + (isOfMany(board) && !seated ? '' : ` · ${count(seated)} seated`) + (blocked ? ` · ${count(blocked)} blocked` : '');
}

function troubles(board) {
    const said = [];
    if (board.conflicts) said.push(plural(board.conflicts, 'conflict', 'conflicts'));
    if (board.overbooked) said.push(`${count(board.overbooked)} overbooked`);
    return said.join(', ');
}
