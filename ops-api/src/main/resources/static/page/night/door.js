import { h, keyed, setHidden, setText } from '../dom.js';
import { clockTime, count, moneys, plural, sentenceCase } from '../format.js';
import { makeArrivals } from '../clubs/arrivals.js';
import { isOfMany } from '../clubs/occupancy.js';

/** Arrivals, refusals, open tables and deposits of one night. */
export function makeDoor(timeZone) {
    const people = h('dd', { testid: 'night-people' });
    const rejected = h('dd', { testid: 'night-rejected' });
    const sessions = h('dd', { testid: 'night-sessions' });
    const deposits = h('dd', { testid: 'night-deposits' });
    const arrivals = makeArrivals('door-arrivals');
    const from = h('span');
    const until = h('span');
    const peak = h('span');
    const figure = h(
        'figure',
        { class: 'door-figure', testid: 'night-arrivals' },
        arrivals.node,
        h('figcaption', { class: 'door-axis' }, from, peak, until),
    );
    const why = h('h4', { class: 'reasons-title', text: 'Why they were turned away' });
    const reasons = h('ul', { class: 'reasons', testid: 'night-reasons' });
    const fact = (name, value) => h('div', {}, h('dt', { text: name }), value);
    const title = h('h3');
    const open = fact('Open tables', sessions);
    const paid = h('dt');
    const node = h(
        'section',
        { class: 'sheet-part' },
        title,
        h(
            'dl',
            { class: 'facts' },
            fact('Arrived', people),
            fact('Turned away', rejected),
            open,
            h('div', {}, paid, deposits),
        ),
        figure,
        why,
        reasons,
    );
    return {
        node,
        show(board) {
            const many = isOfMany(board);
            setText(title, many ? 'At the door' : 'At the door and at the tables');
            setHidden(open, many);
            setText(paid, many ? 'Paid' : 'Deposits');
            setText(people, count(board.checkIns?.people ?? 0));
            setText(rejected, count(board.checkIns?.rejected ?? 0));
            setText(sessions, count(board.sessions?.open ?? 0));
            setText(deposits, moneys(board.deposits));
            const list = board.arrivals ?? [];
            setHidden(figure, list.length === 0);
            if (list.length) {
                const times = list.map((one) => one.at).sort();
                const most = list.reduce((a, b) => (b.people > a.people ? b : a));
                setText(from, clockTime(times[0], timeZone));
                setText(until, clockTime(times.at(-1), timeZone));
                setText(peak, `most: ${plural(most.people, 'person', 'people')} in 5 minutes, ${clockTime(most.at, timeZone)}`);
                arrivals.show(list);
            }
            const ordered = Object.entries(board.checkIns?.rejectedByReason ?? {}).sort((a, b) => b[1] - a[1]);
            keyed(
                reasons,
                ordered,
                ([code]) => code,
                ([code]) => h('li', {}, h('span', { text: sentenceCase(code) }), h('span', { class: 'reason-count' })),
                (item, [, n]) => setText(item.lastChild, count(n)),
            );
            setHidden(why, ordered.length === 0);
            setHidden(reasons, ordered.length === 0);
        },
    };
}
