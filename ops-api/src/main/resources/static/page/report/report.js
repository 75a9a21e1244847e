// Last night, club by club: from finished marts only. No report is an answer, and so is a database of reports that is off.

import { reportPath, request, said } from '../api.js';
import { byId, h, keyed, setText } from '../dom.js';
import { exactTime, shortDay } from '../format.js';
import { drawCharts, makeCharts } from './charts.js';
import { makeFigures } from './figures.js';

let venues = [];
let nights = [];
let reports = new Map();
let chosen = null;
let parts = null;
let missing = false;
let askedAt = 0;

const LEAST_PAUSE_MILLIS = 5_000;
const NONE_YET = 'No report yet. The nightly job writes one when the last club has closed.';

/** Asks for the latest finished night of each club and shows the first that has a report. */
export async function showReports(knownVenues) {
    venues = knownVenues;
    askedAt = performance.now();
    missing = false;
    try {
        nights = (await request('/api/v1/reports/nights')).value ?? [];
    } catch (problem) {
        return say(problem.status === 404 ? NONE_YET : `Reports are not available: ${said(problem)}`);
    }
    if (nights.length === 0) return say(NONE_YET);
    reports = new Map(await Promise.all(nights.map(async (night) => [keyOf(night), await load(night)])));
    const first = nights.find((night) => reports.get(keyOf(night)).report) ?? nights[0];
    setText(byId('report-date'), `Business date ${shortDay(first.businessDate, 'UTC')}`);
    parts ??= makeParts();
    byId('report-body').replaceChildren(parts.node);
    choose(chosen && reports.has(chosen) ? chosen : keyOf(first));
}

/** A report may be published while the page is open: whoever comes to look at the section gets it. */
new IntersectionObserver(([seen]) => {
    if (seen.isIntersecting && missing && performance.now() - askedAt > LEAST_PAUSE_MILLIS) showReports(venues);
}).observe(byId('last-night'));

const keyOf = (night) => `${night.venue}/${night.slot}`;
const nameOf = (night) => venues.find((venue) => venue.venue === night.venue)?.name ?? night.venue;

async function load(night) {
    try {
        const answer = await request(reportPath(night.venue, night.slot));
        const report = answer.value ?? answer;
        const outer = answer.value ? answer : {};
        return { report: { ...report, audited: report.audited ?? outer.audited, asOf: report.asOf ?? outer.asOf, publishedAt: report.publishedAt ?? outer.publishedAt } };
    } catch (problem) {
        return { reason: problem.status === 404 ? 'No report of this night yet.' : `This report is not available: ${said(problem)}` };
    }
}

function say(text) {
    missing = true;
    const again = h('button', { type: 'button', class: 'action', testid: 'report-again', text: 'Look again', on: { click: () => showReports(venues) } });
    byId('report-body').replaceChildren(h('p', { class: 'notice', testid: 'report-notice', text }), again);
}

function makeParts() {
    const tabs = h('div', { class: 'picks', role: 'group', 'aria-label': 'Club' });
    const title = h('h3', { class: 'report-title', testid: 'report-title' });
    const audit = h('p', { class: 'audit', testid: 'report-audit' });
    const reason = h('p', { class: 'notice', testid: 'report-reason' });
    const figures = makeFigures();
    const charts = makeCharts();
    const body = h('div', { class: 'report' }, h('div', { class: 'report-head' }, title, audit), figures.node, charts.node);
    return { node: h('div', {}, tabs, reason, body), tabs, title, audit, reason, figures, charts, body };
}

function choose(key) {
    chosen = key;
    keyed(parts.tabs, nights, keyOf, makeTab, (tab, night) => tab.setAttribute('aria-pressed', String(keyOf(night) === key)));
    const { report, reason } = reports.get(key);
    const night = nights.find((one) => keyOf(one) === key);
    parts.reason.hidden = Boolean(report);
    parts.body.hidden = !report;
    setText(parts.reason, reason ?? '');
    if (!report) return;
    const zone = venues.find((venue) => venue.venue === night.venue)?.timeZone ?? 'UTC';
    setText(parts.title, [report.venueName ?? nameOf(night), report.label ?? night.label].filter(Boolean).join(' · '));
    showAudit(report, zone);
    parts.figures.show(report);
    const others = nights.filter((one) => reports.get(keyOf(one)).report).map((one) => ({ name: nameOf(one), chosen: keyOf(one) === key, report: reports.get(keyOf(one)).report }));
    drawCharts(parts.charts, report, others, zone);
}

const makeTab = (night) => h('button', { type: 'button', class: 'pick', testid: 'report-club', 'data-venue': night.venue, text: nameOf(night), on: { click: () => choose(keyOf(night)) } });

function showAudit(report, zone) {
    const verdict = report.audited === true ? 'Audited' : report.audited === false ? 'Not audited' : 'Audit unknown';
    const tag = h('span', { class: report.audited === true ? 'tag tag-good' : 'tag tag-warn', text: verdict });
    const through = report.asOf?.lsn ? `through LSN ${report.asOf.lsn}` : 'LSN unknown';
    const published = report.publishedAt ? `, published ${shortDay(report.publishedAt, zone)}, ${exactTime(report.publishedAt, zone).slice(0, 5)}` : '';
    parts.audit.replaceChildren(tag, h('span', { text: ` ${through}${published}` }));
}
