import { setAttribute, svg } from './dom.js';

const WIDTH = 240;
const HEIGHT = 48;
const YOUNG = 60;
/** Half the dot at the newest sample, so that it is whole. */
const DOT = 3;

/**
 * The course of one number over the last `points` samples, newest at the right; the first minute of a young page fills
 * the width. Null samples are gaps: what was not known is not drawn. `limit` draws a dashed line at a value that matters.
 */
export function makeSparkline(className, points, { limit = null, least = 1 } = {}) {
    const area = svg('path', { class: 'spark-area' });
    const line = svg('path', { class: 'spark-line' });
    const dot = svg('path', { class: 'spark-now' });
    const mark = svg('path', { class: 'spark-limit' });
    const node = svg(
        'svg',
        { class: `spark ${className}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
        mark,
        area,
        line,
        dot,
    );
    const samples = [];
    return {
        node,
        samples,
        /** Adds a sample and draws; `label` says the picture in words. */
        add(value, label) {
            samples.push(value);
            if (samples.length > points) samples.shift();
            const known = samples.filter((sample) => sample !== null);
            const top = Math.max(least, ...known) * 1.08;
            const span = Math.max(Math.min(points, YOUNG), samples.length);
            const x = (index) => ((span - samples.length + index) / (span - 1)) * (WIDTH - DOT);
            const y = (sample) => HEIGHT - 1 - (sample / top) * (HEIGHT - 2);
            let d = '';
            let filled = '';
            runs(samples).forEach(([from, to]) => {
                let run = '';
                for (let i = from; i <= to; i++) run += `${i === from ? 'M' : 'L'}${x(i).toFixed(1)} ${y(samples[i]).toFixed(1)}`;
                d += run;
                filled += `${run}L${x(to).toFixed(1)} ${HEIGHT}L${x(from).toFixed(1)} ${HEIGHT}Z`;
            });
            // A line of no length with round ends: a dot that the picture's stretching leaves round.
            setAttribute(dot, 'd', value === null ? 'M0 0' : `M${(WIDTH - DOT).toFixed(1)} ${y(value).toFixed(1)}h0.01`);
            setAttribute(line, 'd', d);
            setAttribute(area, 'd', filled);
            setAttribute(mark, 'd', limit !== null && limit < top ? `M0 ${y(limit).toFixed(1)}H${WIDTH}` : 'M0 0');
            setAttribute(node, 'aria-label', label);
        },
    };
}

/** The stretches of known samples, as [first, last]. */
function runs(samples) {
    const found = [];
    samples.forEach((sample, index) => {
        if (sample === null) return;
        const run = found.at(-1);
        if (run && run[1] === index - 1) run[1] = index;
        else found.push([index, index]);
    });
    return found;
}
