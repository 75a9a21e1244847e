// Starts the page: asks once for what there is, then lives on one event stream.

import { request, said, slotsPath } from './api.js';
import { setAttribute } from './dom.js';
import { notice, onOpen, showClubs, tickClubs } from './clubs/clubs.js';
import { showTries, tickTries } from './demo/try.js';
import { answered, boards, forget } from './live/store.js';
import { checkSilence, onStreamState, subscribe } from './live/stream.js';
import { openFromAddress, openNight, tickNight } from './night/night.js';
import { samplePipeline, tickPipeline } from './operations/pipeline.js';
import { queuesNotice, sampleQueues, showQueues, tickQueues } from './operations/queues.js';
import './report/report.js';
import { tickStatus } from './status.js';

/** The stream takes 200 keys, one the pipeline's and one the reports'; the address must fit a request line, too. */
const MOST_KEYS = 198;
const MOST_QUEUES = 12;
const HOUR = 3_600_000;
const BACK_MILLIS = 18 * HOUR;
/** Tickets are on sale for months before the show. */
const AHEAD_MILLIS = 100 * 24 * HOUR;
const MOST_OF_A_VENUE = 12;
const TICK_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 10_000;

let venues = [];
let rollover = null;

async function load() {
    venues = (await request('/api/v1/venues')).value ?? [];
    const now = Date.now();
    const span = `from=${new Date(now - BACK_MILLIS).toISOString()}&to=${new Date(now + AHEAD_MILLIS).toISOString()}`;
    const lists = await Promise.all(venues.map((venue) => request(`${slotsPath(venue.venue)}?${span}`)));
    const nights = lists
        .flatMap((list) => next(list.value ?? [], now).map((board) => ({ ...list, value: board })))
        .sort((a, b) => Date.parse(a.value.startsAt) - Date.parse(b.value.startsAt));
    const queueList = await request('/api/v1/queues').catch((problem) => ({ problem }));
    const queueKeys = (queueList.value ?? []).map((queue) => queue.queue).slice(0, MOST_QUEUES);
    const seen = nights.slice(0, MOST_KEYS - queueKeys.length);
    await show(seen, nights.length, queueKeys, queueList);
    return venues.length > 0;
}

/** What is not over yet of one venue, the soonest first. */
const next = (boards, now) =>
    boards
        .filter((board) => !(Date.parse(board.endsAt) <= now))
        .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
        .slice(0, MOST_OF_A_VENUE);

const keyOf = (board) => `${board.venue}/${board.slot}`;

async function show(seen, known, queueKeys, queueList) {
    const keys = seen.map(({ value }) => keyOf(value));
    for (const key of [...boards.keys()]) if (!keys.includes(key)) forget('board', key);
    for (const envelope of seen) answered('board', keyOf(envelope.value), envelope);
    for (const queue of queueList.value ?? []) answered('queue', queue.queue, { ...queueList, value: queue });
    const byVenue = Map.groupBy(keys, (key) => boards.get(key).value.venue);
    showClubs(venues, byVenue);
    const left = known - seen.length;
    notice(
        venues.length === 0
            ? 'No venue is known yet: the first snapshot of the booking database is still being read.'
            : left > 0
              ? `The next ${seen.length} dates are shown; ${left} later ones are not.`
              : '',
    );
    showQueues(queueKeys);
    if (queueList.problem) queuesNotice(`The queues are not available: ${said(queueList.problem)}`);
    subscribe(keys, queueKeys);
    const byId = new Map(venues.map((venue) => [venue.venue, venue]));
    reloadAfter(seen);
    await showTries(venues.flatMap((venue) => (byVenue.get(venue.venue) ?? []).map((key) => ({ key, venue: byId.get(venue.venue) }))));
    setAttribute(document.body, 'data-loaded', true);
}

/** When the first of the nights shown is over, the list is asked for again. */
function reloadAfter(seen) {
    clearTimeout(rollover);
    const ends = seen.map(({ value }) => Date.parse(value.endsAt)).filter(Number.isFinite);
    const wait = ends.length ? Math.max(60_000, Math.min(...ends) - Date.now() + 5_000) : HOUR;
    rollover = setTimeout(() => start(0), Math.min(wait, 12 * HOUR));
}

let starting = false;

async function start(attempt) {
    if (starting && attempt === 0) return;
    starting = true;
    try {
        if (await load()) {
            starting = false;
            openFromAddress(venues);
            return;
        }
    } catch (problem) {
        notice(`${said(problem)} Trying again.`);
    }
    setTimeout(() => start(attempt + 1), Math.min(LONGEST_PAUSE_MILLIS, 1_000 * 2 ** Math.min(attempt, 4)));
}

onOpen((key) => openNight(key, venues));
// After an outage there may be other clubs, nights and queues than before it.
onStreamState((state, before) => {
    if (state === 'open' && before === 'broken') start(0);
});

let ticks = 0;
setInterval(() => {
    tickStatus();
    tickNight();
    tickPipeline();
    tickTries();
    checkSilence();
    if (ticks++ % 4) return;
    tickClubs();
    tickQueues();
    sampleQueues();
    samplePipeline();
}, TICK_MILLIS);

start(0);
