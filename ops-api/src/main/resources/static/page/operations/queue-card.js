import { h, keyed, setAttribute, setHidden, setText } from '../dom.js';
import { about, count, decimal, duration, percent, sentenceCase } from '../format.js';
import { ageOf, isStale, sourceOf } from '../live/freshness.js';
import { stream } from '../live/stream.js';
import { wallMillis } from '../live/clock.js';
import { makeSparkline } from '../sparkline.js';

/** Five minutes at a sample a second. */
const SAMPLES = 300;
const MOST_GROUPS = 6;
const SPANS = ['1m', '5m', '15m'];
const RATES = [
    ['enqueued', 'in'],
    ['done', 'done'],
    ['retried', 'retried'],
    ['dead', 'dead'],
];

export function makeQueueCard(queue) {
    const depth = h('span', { class: 'queue-depth', testid: 'queue-depth' });
    const oldest = h('dd', { testid: 'queue-oldest' });
    const drain = h('dd', { testid: 'queue-drain' });
    const dead = h('dd', { testid: 'queue-dead' });
    const states = h('p', { class: 'queue-states' });
    const stale = h('span', { class: 'tag tag-warn', text: 'stale', hidden: true });
    const spark = makeSparkline('queue-spark', SAMPLES, { least: 10 });
    const groups = h('ul', { class: 'groups', testid: 'queue-groups' });
    const seenGroups = new Set();
    const rates = ratesTable();
    const node = h(
        'article',
        { class: 'queue', testid: 'queue', 'data-queue': queue },
        h('header', { class: 'queue-head' }, h('h3', { class: 'mono', text: queue }), stale),
        h(
            'div',
            { class: 'queue-main' },
            h(
                'div',
                { class: 'queue-top' },
                h('p', { class: 'queue-now' }, depth, h('span', { class: 'unit', text: 'unfinished' })),
                h('figure', { class: 'queue-course' }, spark.node, h('figcaption', { text: 'depth, up to 5 minutes back' })),
            ),
            h('dl', { class: 'facts' }, fact('Oldest', oldest), fact('Empty in', drain), fact('Dead', dead)),
            states,
        ),
        h('div', { class: 'queue-side' }, groups, rates.node),
    );
    let entry = null;
    function tick() {
        if (!entry) return;
        const { oldestAgeSeconds: age } = entry.value;
        const waited = Math.max(0, wallMillis() - entry.receivedAt);
        // Nothing waits: there is no oldest. Something waits but its age is not told: unknown, not zero.
        const said =
            age === null || age === undefined ? (entry.value.depth === 0 ? 'nothing waits' : 'unknown') : duration(age * 1000 + waited);
        setText(oldest, said);
        setHidden(stale, !isStale(ageOf(sourceOf(queue))) && stream.state !== 'broken');
    }
    return {
        node,
        tick,
        /** Once a second: the course goes on also when nothing changed, and has a gap where nothing is known. */
        sample() {
            const known = entry && stream.state === 'open';
            spark.add(known ? entry.value.depth : null, known ? `Depth now ${count(entry.value.depth)}` : 'Depth unknown now');
        },
        show(next) {
            entry = next;
            const value = next.value;
            setText(depth, count(value.depth));
            setText(drain, drainOf(value));
            setText(dead, count(value.dead));
            dead.toggleAttribute('data-bad', value.dead > 0);
            setText(
                states,
                Object.entries(value.byState ?? {})
                    .map(([state, n]) => `${count(n)} ${state}`)
                    .join(' · '),
            );
            showGroups(groups, value, seenGroups);
            rates.show(value.rates ?? {});
            tick();
        },
    };
}

/** Without an estimate, whether that is because more comes in than goes out. */
function drainOf({ depth, drainSeconds, rates }) {
    if (depth === 0) return 'empty';
    const [more, less] = [rates?.enqueued?.['1m'], rates?.done?.['1m']];
    return (drainSeconds === null || drainSeconds === undefined) && more > less ? 'growing' : about(drainSeconds);
}

const fact = (name, value) => h('div', {}, h('dt', { text: name }), value);

function showGroups(list, value, seen) {
    setAttribute(list, 'aria-label', 'Share of each group');
    // Lines that come, go and change places move the whole page and cannot be read: a group that was seen stays, at 0 if
    // need be, and the order is by name.
    const depths = new Map([...seen].map((group) => [group, 0]));
    for (const { group, depth } of value.groups ?? []) depths.set(group, depth);
    depths.forEach((_, group) => seen.add(group));
    const ordered = [...depths]
        .map(([group, depth]) => ({ group, depth }))
        .sort((a, b) => b.depth - a.depth || a.group.localeCompare(b.group))
        .slice(0, MOST_GROUPS)
        .sort((a, b) => a.group.localeCompare(b.group));
    keyed(
        list,
        ordered,
        (group) => group.group,
        makeGroup,
        (node, group) => {
            const share = value.depth ? group.depth / value.depth : 0;
            const [name, meter, figure] = node.children;
            setText(name, group.group || 'no group');
            meter.firstChild.style.transform = `scaleX(${Math.min(1, share).toFixed(3)})`;
            setText(figure, `${count(group.depth)} · ${percent(share)}`);
        },
    );
}

const makeGroup = () =>
    h(
        'li',
        {},
        h('span', { class: 'group-name' }),
        h('span', { class: 'meter', 'aria-hidden': 'true' }, h('span')),
        h('span', { class: 'group-figure' }),
    );

function ratesTable() {
    const cells = new Map();
    const head = h(
        'tr',
        {},
        h('th', { scope: 'col', text: 'a minute' }),
        ...SPANS.map((span) => h('th', { scope: 'col', text: span.replace('m', ' min') })),
    );
    const rows = RATES.map(([rate, said]) =>
        h(
            'tr',
            {},
            h('th', { scope: 'row', text: sentenceCase(said) }),
            ...SPANS.map((span) => {
                const cell = h('td');
                cells.set(`${rate} ${span}`, cell);
                return cell;
            }),
        ),
    );
    return {
        node: h('table', { class: 'rates' }, h('thead', {}, head), h('tbody', {}, ...rows)),
        show(rates) {
            for (const [rate] of RATES)
                for (const span of SPANS) {
                    const value = rates[rate]?.[span];
                    setText(cells.get(`${rate} ${span}`), value === undefined || value === null ? '–' : decimal(value));
                }
        },
    };
}
