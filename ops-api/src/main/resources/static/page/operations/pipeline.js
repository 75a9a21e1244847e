import { byId, h, keyed, setText } from '../dom.js';
import { bytes, count, duration, exactTime, HERE } from '../format.js';
import { isStale, STALE_MILLIS, worstAge } from '../live/freshness.js';
import { watch } from '../live/store.js';
import { stream } from '../live/stream.js';
import { makeSparkline } from '../sparkline.js';
import { boardToScreen, commitToScreen } from './screen-hop.js';

/** Two minutes at a sample a second. */
const SAMPLES = 120;

const age = h('p', { class: 'age-now', testid: 'age-now' });
const verdict = h('p', { class: 'age-verdict', testid: 'age-verdict' });
const spark = makeSparkline('age-spark', SAMPLES, { limit: STALE_MILLIS, least: 1_000 });
const ways = h('div', { class: 'ways' });

byId('freshness-body').append(
    h(
        'div',
        { class: 'freshness', testid: 'pipeline' },
        h(
            'div',
            { class: 'age' },
            h('p', { class: 'age-title', text: 'Age of the live numbers' }),
            age,
            verdict,
            h('figure', {}, spark.node, h('figcaption', { text: 'age, up to 2 minutes back' })),
        ),
        ways,
    ),
);

watch('pipeline', (_, entry) =>
    keyed(
        ways,
        entry.value.sources ?? [],
        (source) => source.source,
        makeWay,
        (node, source) => node.show(source, entry.value),
    ),
);

/** One source's way from commit to screen. */
function makeWay() {
    const name = h('h3', { class: 'mono' });
    const state = h('span', { class: 'tag' });
    const hops = h('ol', { class: 'hops', testid: 'hops' });
    const notes = h('dl', { class: 'facts way-facts' });
    const node = h('article', { class: 'way' }, h('header', { class: 'queue-head' }, name, state), hops, notes);
    node.show = (source, value) => {
        setText(name, source.source);
        setText(state, source.state ?? 'state unknown');
        state.classList.toggle('tag-warn', source.state !== 'streaming');
        const screen = { hop: 'board to screen', measured: 'measured here', ...boardToScreen() };
        const whole = { hop: 'commit to screen', measured: 'the whole way', whole: true, ...commitToScreen() };
        keyed(hops, [...(source.hops ?? []), screen, whole], (hop) => hop.hop, makeHop, showHop);
        keyed(
            notes,
            facts(source, value),
            ([title]) => title,
            ([title]) => h('div', {}, h('dt', { text: title }), h('dd')),
            (fact, [, text]) => setText(fact.lastChild, text),
        );
    };
    return node;
}

function makeHop(hop) {
    const [from, to] = hop.hop.split(' to ');
    return h(
        'li',
        { class: hop.whole ? 'hop hop-whole' : 'hop', 'data-hop': hop.hop },
        h(
            'span',
            { class: 'hop-name' },
            h('span', { text: from }),
            h('span', { class: 'hop-arrow', 'aria-hidden': 'true', text: '→' }),
            h('span', { class: 'unseen', text: ' to ' }),
            h('span', { text: to ?? '' }),
        ),
        h('span', { class: 'hop-p50' }),
        h('span', { class: 'hop-p99' }),
        h('span', { class: 'hop-note', text: hop.measured ?? '' }),
    );
}

function showHop(node, hop) {
    const [, p50, p99] = node.children;
    setText(p50, duration(hop.p50Millis));
    setText(p99, hop.samples === 0 ? 'no change seen yet' : `p99 ${duration(hop.p99Millis)}`);
}

function facts(source, value) {
    const slot = source.replicationSlot;
    const said = [
        ['As of', source.clock ? exactTime(source.clock, HERE) : 'unknown'],
        ['LSN', source.lsn ?? 'unknown'],
    ];
    if (slot && known(slot.active)) said.push(['Replication slot', slot.active ? 'active' : 'not active']);
    if (slot && known(slot.retainedBytes)) said.push(['Log kept for it', bytes(slot.retainedBytes)]);
    // What stands above is then of that moment.
    if (slot?.failure) said.push(['PostgreSQL last said so', known(slot.ageMillis) ? `${duration(slot.ageMillis)} ago` : 'never']);
    if (value.partitions) said.push(['Partitions answering', `${count(value.partitions.answering)} of ${count(value.partitions.of)}`]);
    if (value.fold?.failure) said.push(['Fold', value.fold.failure]);
    return said;
}

const known = (value) => value !== null && value !== undefined;

export function tickPipeline() {
    const now = worstAge();
    setText(age, duration(now));
    setText(verdict, verdictOn(now));
    age.toggleAttribute('data-bad', isStale(now) || stream.state === 'broken');
}

function verdictOn(now) {
    if (now === null) return 'No report of the pipeline yet.';
    if (stream.state === 'broken') return 'Rising: the connection is lost, so nothing newer is known here.';
    if (isStale(now)) return 'Stale, and rising until newer changes come through.';
    return 'Fresh.';
}

export function samplePipeline() {
    const now = worstAge();
    spark.add(now, now === null ? 'Age unknown' : `Age now ${duration(now)}`);
}
