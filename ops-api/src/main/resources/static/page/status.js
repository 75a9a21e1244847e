// The one place that says whether the numbers may be believed: a word and an age always in sight, and a banner when not.

import { byId, setAttribute, setHidden, setText } from './dom.js';
import { duration, exactTime, HERE } from './format.js';
import { announce } from './live/announce.js';
import { isStale, pipelineValue, worstAge } from './live/freshness.js';
import { onStreamState, stream } from './live/stream.js';

const WORDS = { connecting: 'connecting', live: 'live', stale: 'stale', broken: 'disconnected', unknown: 'age unknown' };
const SPOKEN = {
    live: 'The numbers are live.',
    stale: 'The numbers are stale: their age is rising.',
    broken: 'The connection is lost. The page is reconnecting.',
};
/** A blink of the line is not worth a sentence. */
const PATIENCE_MILLIS = 700;

let shown = 'connecting';

onStreamState(() => setTimeout(tickStatus, PATIENCE_MILLIS + 50));

function stateNow(age) {
    if (stream.state === 'connecting') return 'connecting';
    if (stream.state === 'broken' && performance.now() - stream.since > PATIENCE_MILLIS) return 'broken';
    if (age === null) return 'unknown';
    return isStale(age) ? 'stale' : 'live';
}

export function tickStatus() {
    const age = worstAge();
    const state = stateNow(age);
    setAttribute(byId('status'), 'data-state', state);
    setText(byId('status').querySelector('.status-word'), WORDS[state]);
    setText(byId('status').querySelector('.status-age'), age === null ? '' : duration(age));
    setAttribute(document.body, 'data-freshness', state);
    const text = bannerText(state, age);
    setText(byId('banner'), text);
    setHidden(byId('banner'), text === '');
    if (state === shown) return;
    if (SPOKEN[state] && shown !== 'connecting') announce(SPOKEN[state], 'status', 3_000);
    shown = state;
}

function bannerText(state, age) {
    if (state === 'broken') {
        const known = asOf();
        const since = seconds(performance.now() - stream.since);
        return `No connection for ${since}; reconnecting. ${known ? `All numbers are as of ${known}.` : 'There are no numbers yet.'}`;
    }
    if (state === 'stale') return `The numbers are ${seconds(age)} old and may be out of date. They are as of ${asOf()}.`;
    const unsteady = (pipelineValue()?.sources ?? []).filter((source) => source.state && source.state !== 'streaming');
    return unsteady.map((source) => `Source ${source.source} is ${source.state}.`).join(' ');
}

/** For sentences: tenths that run are for the figure beside them. */
const seconds = (millis) => duration(Math.floor(millis / 1000) * 1000).replace('.0 s', ' s');

function asOf() {
    const clocks = (pipelineValue()?.sources ?? []).map((source) => Date.parse(source.clock)).filter(Number.isFinite);
    return clocks.length ? exactTime(Math.min(...clocks), HERE).slice(0, 8) : '';
}
