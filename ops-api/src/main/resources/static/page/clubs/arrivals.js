import { setAttribute, svg } from '../dom.js';

const BUCKET_MILLIS = 300_000;
const WIDTH = 96;
const HEIGHT = 28;

/** Arrivals as a row of small bars, one for each bucket; `buckets` limits it to the newest. */
export function makeArrivals(className, buckets = Infinity, bucketMillis = BUCKET_MILLIS) {
    const path = svg('path', {});
    const node = svg('svg', { class: className, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, path);
    return { node, show: (arrivals) => setAttribute(path, 'd', outline(arrivals ?? [], buckets, bucketMillis)) };
}

function outline(arrivals, buckets, bucketMillis) {
    if (arrivals.length === 0) return `M0 ${HEIGHT}h${WIDTH}`;
    const people = new Map(arrivals.map((arrival) => [Math.floor(Date.parse(arrival.at) / bucketMillis), arrival.people]));
    const last = Math.max(...people.keys());
    const first = Math.max(Math.min(...people.keys()), last - buckets + 1);
    const most = Math.max(1, ...people.values());
    const step = WIDTH / Math.max(12, last - first + 1);
    let d = '';
    for (let bucket = first; bucket <= last; bucket++) {
        const height = ((people.get(bucket) ?? 0) / most) * (HEIGHT - 2);
        const x = (bucket - first) * step;
        d += `M${x.toFixed(2)} ${HEIGHT}v${(-height).toFixed(2)}h${(step * 0.78).toFixed(2)}v${height.toFixed(2)}z`;
    }
    return d;
}
