import { h, keyed, setText } from '../dom.js';
import { count, decimal, moneys, percent, plural, sentenceCase } from '../format.js';

/** The key figures of a night; what its report does not hold is left out, not shown as zero. */
export function makeFigures() {
    const node = h('dl', { class: 'figures', testid: 'report-figures' });
    return {
        node,
        show(report) {
            keyed(node, figures(report), (figure) => figure.title, make, (tile, figure) => {
                const [, value, note] = tile.children;
                setText(value, figure.value);
                setText(note, figure.note ?? '');
            });
        },
    };
}

const make = (figure) => h('div', { class: 'figure' }, h('dt', { text: figure.title }), h('dd', { class: 'figure-value' }), h('dd', { class: 'figure-note' }));

function figures(report) {
    const { bookings, holds, checkIns } = report;
    const found = [];
    const atStart = shareAtStart(report.sellThrough);
    if (atStart !== null) found.push({ title: 'Sold at opening', value: percent(atStart), note: report.capacity ? `of ${plural(report.capacity, 'table', 'tables')}` : '' });
    if (checkIns) {
        const worst = Object.entries(checkIns.rejectedByReason ?? {}).sort((a, b) => b[1] - a[1])[0];
        found.push({ title: 'Guests arrived', value: count(checkIns.people), note: checkIns.rejected ? `${count(checkIns.rejected)} turned away${worst ? `, most: ${sentenceCase(worst[0]).toLowerCase()}` : ''}` : 'nobody turned away' });
    }
    if (bookings) found.push({ title: 'Bookings', value: count(bookings.made), note: `${count(bookings.cancelled ?? 0)} cancelled, ${plural(bookings.noShow ?? 0, 'no-show', 'no-shows')}` });
    if (holds?.made) found.push({ title: 'Holds kept', value: percent((holds.converted ?? 0) / holds.made), note: `${count(holds.converted ?? 0)} of ${count(holds.made)} became bookings` });
    if (report.tableTurns !== undefined && report.tableTurns !== null) found.push({ title: 'Table turns', value: decimal(report.tableTurns), note: 'parties a table' });
    if (report.deposits) found.push({ title: 'Deposits', value: moneys(report.deposits), note: '' });
    return found;
}

/** The share sold at the last point not after the start. */
function shareAtStart(sellThrough) {
    const before = (sellThrough ?? []).filter((point) => point.minutesBeforeStart >= 0);
    return before.length ? before.reduce((a, b) => (b.minutesBeforeStart < a.minutesBeforeStart ? b : a)).share : null;
}
