// How old the live numbers are, by source. The server says it with every pipeline event; between events, and when
// none comes any more, the age goes on rising here, because nothing says that it does not.

import { pipelines, tap } from './store.js';
import { wallMillis } from './clock.js';

/** A quiet source marks the time once a second and the page hears of it once a second: older than both is stale. */
export const STALE_MILLIS = 2_500;
const REPORT_MILLIS = 1_500;

const sources = new Map();

tap((kind, key, entry) => {
    if (kind !== 'pipeline') return;
    sources.clear();
    for (const source of entry.value?.sources ?? []) {
        sources.set(source.source, { ageMillis: source.ageMillis ?? null, receivedAt: entry.receivedAt });
    }
});

/** Milliseconds, or null while unknown. Within the rhythm of the reports: as reported; beyond it: reported plus waited. */
export function ageOf(source) {
    const known = sources.get(source);
    if (!known || known.ageMillis === null) return null;
    const waited = Math.max(0, wallMillis() - known.receivedAt);
    return waited < REPORT_MILLIS && known.ageMillis < REPORT_MILLIS ? known.ageMillis : known.ageMillis + waited;
}

export const sourceNames = () => [...sources.keys()];

/** Everything is as fresh as its oldest source; null while one is unknown. */
export function worstAge() {
    const ages = sourceNames().map(ageOf);
    return ages.length === 0 || ages.includes(null) ? null : Math.max(...ages);
}

export const isStale = (ageMillis) => ageMillis !== null && ageMillis > STALE_MILLIS;

export const sourceOf = (venue) => venue.split(':')[0];

export const pipelineValue = () => pipelines.get('all')?.value ?? null;
