import { noteExchange, wallMillis } from './live/clock.js';

/** What went wrong with a request, in words that may be shown. `status` is 0 when nothing answered. */
export class Problem extends Error {
    constructor(status, message, requestId = null) {
        super(message);
        this.status = status;
        this.requestId = requestId;
    }
}

/** The answer's JSON; a Problem for everything else. Envelopes also tell the clock how far the server's is off. */
export async function request(path, { method = 'GET', body = undefined, timeoutMillis = 15_000 } = {}) {
    const sentAt = wallMillis();
    let response;
    let text;
    try {
        response = await fetch(path, {
            method,
            headers: body === undefined ? {} : { 'content-type': 'application/json' },
            body: body === undefined ? undefined : JSON.stringify(body),
            signal: AbortSignal.timeout(timeoutMillis),
        });
        text = await response.text();
    } catch (cause) {
        const late = cause?.name === 'TimeoutError';
        throw new Problem(0, late ? `No answer within ${timeoutMillis / 1000} s.` : 'The server does not answer.');
    }
    const answeredAt = wallMillis();
    const json = parsed(text);
    if (!response.ok) {
        const reason = json?.detail ?? json?.title ?? `The server answered ${response.status}.`;
        throw new Problem(response.status, reason, json?.requestId);
    }
    if (text && json === undefined) throw new Problem(response.status, `Expected JSON from ${path}, found something else.`);
    noteExchange(sentAt, answeredAt, json);
    return json ?? null;
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

export const post = (path, body) => request(path, { method: 'POST', body });

/** Ids keep their colon, as they are written everywhere else. */
const segment = (id) => encodeURIComponent(id).replaceAll('%3A', ':');

export const slotsPath = (venue) => `/api/v1/venues/${segment(venue)}/slots`;
export const slotPath = (venue, slot) => `${slotsPath(venue)}/${segment(slot)}`;
export const reportPath = (venue, slot) => `/api/v1/reports/night-360/${segment(venue)}/${segment(slot)}`;

/** A problem as one line for the page; a fault of the server's with the id under which its log has it. */
export function said(problem) {
    return problem.requestId && problem.status >= 500 ? `${problem.message} (request ${problem.requestId})` : problem.message;
}
