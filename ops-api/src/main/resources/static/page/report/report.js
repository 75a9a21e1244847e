// Last night, club by club: from finished marts only. The event stream says which edition of the reports there is; with
// each other edition they are asked for, so that a report appears when it is published. No report is an answer, and so
// is a database of reports that is off.

import { reportPath, request, said } from '../api.js';
import { byId, h, keyed, setText } from '../dom.js';
import { clockTime, shortDay } from '../format.js';
import { announce } from '../live/announce.js';
import { watch } from '../live/store.js';
import { drawCharts, makeCharts } from './charts.js';
import { makeFigures } from './figures.js';

let nights = [];
let reports = new Map();
/** The club whose night is shown; a newer night of it takes its place. */
let chosen = null;
let parts = null;
/** What was told last, as text; null before the first. */
let edition = null;
let asking = Promise.resolve();

const NONE_YET = 'No report yet. It appears here by itself when the nightly job has published one.';

watch('reports', (_, { value }) => {
    const told = JSON.stringify(value);
    if (!value || told === edition) return;
    const first = edition === null;
    edition = told;
    // One after the other: a nightly run publishes in several portions.
    asking = asking.then(() => (told === edition ? showEdition(value, first) : null));
});

async function showEdition(told, first) {
    if (!told.available) return say(`Reports are not available. ${told.reason ?? ''}`);
    if (told.nights === 0) return say(NONE_YET);
    try {
        nights = (await request('/api/v1/reports/nights')).value ?? [];
    } catch (problem) {
        return say(`Reports are not available: ${said(problem)}`, told);
    }
    if (nights.length === 0) return say(NONE_YET);
    reports = new Map(await Promise.all(nights.map(async (night) => [keyOf(night), await load(night)])));
    parts ??= makeParts();
    byId('report-body').replaceChildren(parts.node);
    const start = nights.find((night) => night.venue === chosen) ?? nights.find((night) => reports.get(keyOf(night)).report);
    choose(start ?? nights[0]);
    if (!first) announce('A new report of last night is there.', 'report');
}

const keyOf = (night) => `${night.venue}/${night.slot}`;
const nameOf = (night) => night.venueName || night.venue;

async function load(night) {
    try {
        const answer = await request(reportPath(night.venue, night.slot));
        const report = answer.value ?? answer;
        const outer = answer.value ? answer : {};
        return {
            report: {
                ...report,
                audited: report.audited ?? outer.audited,
                asOf: report.asOf ?? outer.asOf,
                publishedAt: report.publishedAt ?? outer.publishedAt,
                notAudited: report.notAudited ?? outer.notAudited,
            },
        };
    } catch (problem) {
        return { reason: problem.status === 404 ? 'No report of this night yet.' : `This report is not available: ${said(problem)}` };
    }
}

/** What stands in the report's place; `again`: the edition that failed and may be asked for again. */
function say(text, again = null) {
    const button = h('button', {
        type: 'button',
        class: 'action',
        testid: 'report-again',
        text: 'Try again',
        on: { click: () => showEdition(again, false) },
    });
    byId('report-body').replaceChildren(h('p', { class: 'notice', testid: 'report-notice', text }), ...(again ? [button] : []));
}

function makeParts() {
    const tabs = h('div', { class: 'picks', role: 'group', 'aria-label': 'Club' });
    const title = h('h3', { class: 'report-title', testid: 'report-title' });
    const when = h('p', { class: 'report-when', testid: 'report-when' });
    const audit = h('p', { class: 'audit', testid: 'report-audit' });
    const reason = h('p', { class: 'notice', testid: 'report-reason' });
    const figures = makeFigures();
    const charts = makeCharts();
    const body = h('div', { class: 'report' }, h('div', { class: 'report-head' }, h('div', {}, title, when), audit), figures.node, charts.node);
    return { node: h('div', {}, tabs, reason, body), tabs, title, when, audit, reason, figures, charts, body };
}

function choose(night) {
    const key = keyOf(night);
    chosen = night.venue;
    keyed(parts.tabs, nights, keyOf, makeTab, (tab, one) => tab.setAttribute('aria-pressed', String(one === night)));
    const { report, reason } = reports.get(key);
    parts.reason.hidden = Boolean(report);
    parts.body.hidden = !report;
    setText(parts.reason, reason ?? '');
    if (!report) return;
    const zone = report.timeZone || 'UTC';
    setText(parts.title, [report.venueName ?? nameOf(night), report.label ?? night.label].filter(Boolean).join(' · '));
    setText(parts.when, `${shortDay(report.startsAt ?? night.startsAt, zone)}, ${clockTime(report.startsAt, zone)}–${clockTime(report.endsAt, zone)}`);
    showAudit(report, zone);
    parts.figures.show(report);
    const others = nights
        .filter((one) => reports.get(keyOf(one)).report)
        .map((one) => ({ name: nameOf(one), chosen: keyOf(one) === key, report: reports.get(keyOf(one)).report }));
    drawCharts(parts.charts, report, others, zone);
}

const makeTab = (night) =>
    h('button', {
        type: 'button',
        class: 'pick',
        testid: 'report-club',
        'data-venue': night.venue,
        text: nameOf(night),
        on: { click: () => choose(nights.find((one) => keyOf(one) === keyOf(night))) },
    });

function showAudit(report, zone) {
    const verdict = report.audited === true ? 'Audited' : report.audited === false ? 'Not audited' : 'Audit unknown';
    const tag = h('span', { class: report.audited === true ? 'tag tag-good' : 'tag tag-warn', text: verdict });
    const why = report.audited === false && report.notAudited ? ` ${report.notAudited};` : '';
    const through = report.asOf?.lsn ? `through LSN ${report.asOf.lsn}` : 'LSN unknown';
    const published = report.publishedAt
        ? `, published ${shortDay(report.publishedAt, zone)}, ${clockTime(report.publishedAt, zone)}`
        : '';
    parts.audit.replaceChildren(tag, h('span', { text: `${why} ${through}${published}` }));
}
