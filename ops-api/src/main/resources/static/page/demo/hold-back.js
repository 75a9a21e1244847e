// Hold ingest back for a while: the numbers stand still, their age is said to rise, and then they catch up.

import { post, said } from '../api.js';
import { announce } from '../live/announce.js';
import { isStale, STALE_MILLIS, worstAge } from '../live/freshness.js';
import { tap } from '../live/store.js';
import { wallMillis } from '../live/clock.js';
import { h, isBusy, setBusy, setHidden, setText } from '../dom.js';
import { duration } from '../format.js';
import { makeSparkline } from '../sparkline.js';

const SECONDS = 10;
/** Forty seconds at the page's tick of a quarter second. */
const SAMPLES = 160;
const FRESH_MILLIS = 1_000;

export function makeHoldBack() {
    const button = h('button', {
        type: 'button',
        class: 'action action-main',
        testid: 'hold-back',
        text: `Hold ingest back for ${SECONDS} s`,
        on: { click: hold },
    });
    const age = h('span', { class: 'try-figure', testid: 'hold-age' });
    const spark = makeSparkline('hold-spark', SAMPLES, { limit: STALE_MILLIS, least: STALE_MILLIS });
    const story = h('p', {
        class: 'quiet',
        testid: 'hold-story',
        text: 'Bookings go on meanwhile and wait in the database’s log; none is lost.',
    });
    const trouble = h('p', { class: 'trouble', testid: 'hold-trouble', hidden: true });
    let holding = null;

    async function hold() {
        if (isBusy(button)) return;
        setBusy(button, true);
        setHidden(trouble, true);
        holding = { since: wallMillis(), until: wallMillis() + SECONDS * 1000, peak: 0 };
        announce(`Ingest is held back for ${SECONDS} seconds.`, 'hold');
        try {
            await post('/demo/hold-back', { seconds: SECONDS });
        } catch (problem) {
            holding = null;
            setBusy(button, false);
            setText(trouble, said(problem));
            setHidden(trouble, false);
        }
    }

    // The first fresh event of any kind after the rise is the moment of having caught up.
    tap((kind, _, entry) => {
        if (!holding || holding.peak < STALE_MILLIS || (kind !== 'board' && kind !== 'pipeline')) return;
        const now =
            kind === 'pipeline' ? Math.max(...(entry.value.sources ?? []).map((source) => source.ageMillis ?? Infinity)) : entry.ageMillis;
        if (!Number.isFinite(now) || now > FRESH_MILLIS) return;
        const late = wallMillis() - holding.until;
        finish(
            `Caught up ${late > 0 ? `${duration(late)} after ingest went on` : 'early'}. The age had risen to ${duration(holding.peak)}.`,
        );
    });

    function finish(words) {
        holding = null;
        setBusy(button, false);
        setText(story, words);
        announce(words, 'hold');
    }

    function tick() {
        const now = worstAge();
        setText(age, duration(now));
        age.toggleAttribute('data-bad', isStale(now));
        spark.add(now, now === null ? 'Age unknown' : `Age now ${duration(now)}`);
        if (!holding) return;
        holding.peak = Math.max(holding.peak, now ?? 0);
        const left = holding.until - wallMillis();
        setText(
            story,
            left > 0
                ? `Held back for ${Math.ceil(left / 1000)} s more. What is committed now waits in the log.`
                : 'Ingest goes on; catching up.',
        );
        if (left < -SECONDS * 3000) finish('It has not caught up yet; see Freshness below.');
    }

    return {
        testid: 'try-hold',
        title: 'Hold ingest back',
        why: 'The numbers stand still and must say so: watch the age rise, then catch up.',
        node: h(
            'div',
            {},
            h('div', { class: 'try-form' }, button),
            trouble,
            h(
                'div',
                { class: 'try-result' },
                h('p', {}, age, h('span', { class: 'try-meaning', text: ' age of the live numbers' })),
                spark.node,
                story,
            ),
        ),
        tick,
    };
}
