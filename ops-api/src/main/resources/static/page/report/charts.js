import { h, setText } from '../dom.js';
import { clockTime, count, decimal, percent } from '../format.js';

const LIBRARY = '/webjars/echarts/dist/echarts.common.min.js';

const BEGUN_SHARE = 0.02;
const FEWEST_HOURS = 6;
const MOST_HOURS = 14 * 24;

let library = null;
let again = () => {};

/** The chart library is fetched when the first report is there, so that the live numbers never wait for it. */
const echarts = () => (library ??= import(LIBRARY).then(() => globalThis.echarts));

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => again());

export function makeCharts() {
    const figure = (testid, title) => {
        const canvas = h('div', { class: 'chart', testid, role: 'img' });
        const note = h('p', { class: 'quiet' });
        return { node: h('figure', { class: 'chart-figure' }, h('figcaption', { text: title }), canvas, note), canvas, note, chart: null };
    };
    const selling = figure('chart-sell-through', 'How it sold: parties as a share of the tables, by time before opening');
    const arriving = figure('chart-arrivals', 'Arrivals, each 15 minutes');
    const charts = { node: h('div', { class: 'charts' }, selling.node, arriving.node), selling, arriving };
    new ResizeObserver(() => [selling, arriving].forEach(({ chart }) => chart?.resize())).observe(charts.node);
    return charts;
}

/** Draws one night among the others of that date, which stay grey for comparison. */
export async function drawCharts(charts, report, others, zone) {
    again = () => drawCharts(charts, report, others, zone);
    let drawing;
    try {
        drawing = await echarts();
    } catch {
        setText(charts.selling.note, 'The chart library did not load; the figures above are complete.');
        return;
    }
    const look = colours();
    draw(drawing, charts.selling, sellThrough(report, others, look), sellThroughInWords(report), report.sellThrough?.length);
    draw(drawing, charts.arriving, arrivals(report, zone, look), arrivalsInWords(report, zone), report.arrivals?.length);
}

function draw(drawing, place, option, words, known) {
    place.canvas.hidden = !known;
    setText(place.note, known ? words : 'Not in this report.');
    place.canvas.setAttribute('aria-label', words);
    if (!known) return;
    place.chart ??= drawing.init(place.canvas, null, { renderer: 'canvas' });
    place.chart.setOption(option, { notMerge: true });
    place.chart.resize();
}

function colours() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    return {
        ink: read('--ink'),
        muted: read('--muted'),
        line: read('--line'),
        card: read('--card'),
        free: read('--free'),
        taken: read('--taken'),
        other: read('--blocked'),
        font: getComputedStyle(document.body).fontFamily,
    };
}

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

const frame = (look) => ({
    animation: !calm(),
    animationDuration: 400,
    textStyle: { fontFamily: look.font, color: look.muted },
    grid: { left: 8, right: 16, top: 24, bottom: 4, containLabel: true },
    // Rich text is drawn on the canvas; tooltips as markup would need inline styles, which the page's policy refuses.
    tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        confine: true,
        backgroundColor: look.card,
        borderColor: look.line,
        textStyle: { color: look.ink, fontSize: 13 },
    },
});

const axis = (look, more) => ({
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    axisLabel: { color: look.muted, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: look.line } },
    ...more,
});

function sellThrough(report, others, look) {
    const points = (night) =>
        [...(night.sellThrough ?? [])].map((point) => [-point.minutesBeforeStart / 60, point.share]).sort((a, b) => a[0] - b[0]);
    // From where selling began: weeks of nothing would press the evening into a corner.
    const began = points(report).find(([, share]) => share >= BEGUN_SHARE)?.[0] ?? -FEWEST_HOURS;
    const furthest = Math.floor(Math.max(-MOST_HOURS, Math.min(-FEWEST_HOURS, began)));
    const step = stepOf(-furthest);
    const days = step % 24 === 0;
    const line = ({ name, chosen, report: night }) => ({
        name,
        type: 'line',
        data: points(night),
        showSymbol: false,
        smooth: 0.2,
        silent: !chosen,
        z: chosen ? 3 : 1,
        lineStyle: { width: chosen ? 3 : 1.2, color: chosen ? look.taken : look.other, opacity: chosen ? 1 : 0.55 },
        itemStyle: { color: chosen ? look.taken : look.other },
        areaStyle: chosen ? { color: look.taken, opacity: 0.1 } : undefined,
        emphasis: { disabled: true },
        markLine: chosen
            ? {
                  symbol: 'none',
                  silent: true,
                  label: { formatter: 'opens', color: look.muted, position: 'end', rotate: 0 },
                  lineStyle: { color: look.muted, type: 'dashed' },
                  data: [{ xAxis: 0 }, { yAxis: 1, label: { formatter: '' }, lineStyle: { type: 'solid' } }],
              }
            : undefined,
    });
    return {
        ...frame(look),
        tooltip: { ...frame(look).tooltip, formatter: (items) => sellTip(items, others) },
        xAxis: axis(look, {
            type: 'value',
            min: furthest,
            max: 'dataMax',
            interval: step,
            splitLine: { show: false },
            axisLabel: {
                color: look.muted,
                fontSize: 12,
                hideOverlap: true,
                formatter: (hours) => (hours === 0 ? '' : `${hours > 0 ? '+' : '−'}${days && hours < 0 ? `${-hours / 24} d` : aside(hours)}`),
            },
        }),
        yAxis: axis(look, {
            type: 'value',
            min: 0,
            // A table that is taken again after its first party makes more than a whole.
            max: Math.max(1, Math.ceil(4 * most(others)) / 4),
            interval: 0.25,
            axisLine: { show: false },
            axisLabel: { color: look.muted, fontSize: 12, formatter: (share) => percent(share) },
        }),
        series: others.map(line),
    };
}

const most = (nights) => Math.max(...nights.flatMap((night) => (night.report.sellThrough ?? []).map((point) => point.share ?? 0)));

/** Hours as people count them: in days beyond two of them. */
const aside = (hours) => (Math.abs(hours) >= 48 ? `${decimal(Math.abs(hours) / 24)} d` : `${decimal(Math.abs(hours))} h`);

/** Whole days between marks where the course is long, a few hours where it is short: hours. */
const stepOf = (hours) => (hours > 10 * 24 ? 48 : hours > 2 * 24 ? 24 : hours > 12 ? 6 : 2);

function sellTip(items, others) {
    const name = others.find((one) => one.chosen)?.name;
    const item = items.find((one) => one.seriesName === name) ?? items[0];
    const hours = item.data[0];
    const when = hours === 0 ? 'at opening' : `${aside(hours)} ${hours < 0 ? 'before' : 'after'} opening`;
    return `${item.seriesName}\n${percent(item.data[1])} sold ${when}`;
}

function arrivals(report, zone, look) {
    const list = [...(report.arrivals ?? [])].sort((a, b) => a.at.localeCompare(b.at));
    return {
        ...frame(look),
        tooltip: { ...frame(look).tooltip, formatter: ([item]) => `${item.name}\n${count(item.value)} arrived` },
        xAxis: axis(look, { type: 'category', data: list.map((one) => clockTime(one.at, zone)), splitLine: { show: false } }),
        yAxis: axis(look, { type: 'value', minInterval: 1, axisLine: { show: false } }),
        series: [
            {
                type: 'bar',
                data: list.map((one) => one.people),
                itemStyle: { color: look.free, borderRadius: [3, 3, 0, 0] },
                barCategoryGap: '25%',
                emphasis: { disabled: true },
            },
        ],
    };
}

function sellThroughInWords(report) {
    const points = [...(report.sellThrough ?? [])].sort((a, b) => b.minutesBeforeStart - a.minutesBeforeStart);
    const half = points.find((point) => point.share >= 0.5);
    const end = Math.max(0, ...points.map((point) => point.share));
    const more = end > 1 ? `${percent(end)} in the end, because tables turned` : `at most ${percent(end)}`;
    if (!half) return `It never sold half; ${more}.`;
    const hours = half.minutesBeforeStart / 60;
    return `Half was sold ${aside(hours)} ${hours >= 0 ? 'before' : 'after'} opening; ${more}.`;
}

function arrivalsInWords(report, zone) {
    const list = report.arrivals ?? [];
    if (list.length === 0) return '';
    const most = list.reduce((a, b) => (b.people > a.people ? b : a));
    return `Busiest from ${clockTime(most.at, zone)}: ${count(most.people)} arrived within 15 minutes.`;
}
