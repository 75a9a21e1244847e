// How values are said to people. One language (English, 24 hours), the venue's own time zone.

const LOCALE = 'en-GB';
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

export const count = (n) => (n === null || n === undefined ? 'unknown' : whole.format(n));
export const decimal = (n) => (n === null || n === undefined ? 'unknown' : tenth.format(n));
export const percent = (share) => (Number.isFinite(share) ? `${share > 0 && share < 0.005 ? '< 1' : whole.format(share * 100)}\u00a0%` : 'unknown');
export const plural = (n, one, many) => `${count(n)} ${n === 1 ? one : many}`;

/** Milliseconds as a person says them; `null` is unknown. */
export function duration(millis) {
    if (millis === null || millis === undefined || !Number.isFinite(millis)) return 'unknown';
    if (millis < 9.95) return `${tenth.format(Math.max(0, millis))} ms`;
    if (millis < 1000) return `${whole.format(millis)} ms`;
    const seconds = millis / 1000;
    if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h ${minutes % 60} min` : `${whole.format(hours / 24)} days`;
}

/** Seconds in words that fit an estimate: nothing finer than it knows. */
export function about(seconds) {
    if (seconds === null || seconds === undefined) return 'unknown';
    if (seconds < 1) return 'under 1 s';
    if (seconds < 90) return `about ${whole.format(seconds)} s`;
    if (seconds < 5400) return `about ${whole.format(seconds / 60)} min`;
    return `about ${tenth.format(seconds / 3600)} h`;
}

export function bytes(n) {
    if (n === null || n === undefined) return 'unknown';
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let at = 0;
    while (n >= 1000 && at < units.length - 1) {
        n /= 1000;
        at++;
    }
    return `${tenth.format(n)} ${units[at]}`;
}

function money({ minor, currency }) {
    try {
        const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
        return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
    } catch {
        return `${count(minor)} ${currency ?? ''} (minor units)`;
    }
}

export const moneys = (list) => (list?.length ? list.map(money).join(' + ') : 'none');

const formats = new Map();

function zoned(timeZone, options) {
    const key = timeZone + JSON.stringify(options);
    let format = formats.get(key);
    if (!format) {
        try {
            format = new Intl.DateTimeFormat(LOCALE, { timeZone, ...options });
        } catch {
            // A zone this browser does not know: said in UTC rather than not at all.
            format = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', timeZoneName: 'short', ...options });
        }
        formats.set(key, format);
    }
    return format;
}

function said(at, timeZone, options) {
    const millis = typeof at === 'number' ? at : Date.parse(at);
    return Number.isFinite(millis) ? zoned(timeZone || 'UTC', options).format(millis) : 'unknown';
}

const DAY_MILLIS = 86_400_000;
const DAY = { year: 'numeric', month: '2-digit', day: '2-digit' };
const EXACT = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 };

/** The time zone of who looks at the page, for what is not a venue's. */
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const clockTime = (at, timeZone) => said(at, timeZone, { hour: '2-digit', minute: '2-digit' });
export const exactTime = (at, timeZone) => said(at, timeZone, EXACT);
export const shortDay = (at, timeZone) => said(at, timeZone, { weekday: 'short', day: 'numeric', month: 'short' });

/** "Tonight", "Tomorrow", or the day, as the venue's own calendar has it; within three weeks the month goes without saying. */
export function dayName(iso, timeZone, now) {
    const day = said(iso, timeZone, DAY);
    if (day === said(now, timeZone, DAY)) return Number(said(iso, timeZone, { hour: '2-digit' })) >= 17 ? 'Tonight' : 'Today';
    if (day === said(now + DAY_MILLIS, timeZone, DAY)) return 'Tomorrow';
    return Date.parse(iso) - now < 21 * DAY_MILLIS ? said(iso, timeZone, { weekday: 'short', day: 'numeric' }) : shortDay(iso, timeZone);
}

/** When a night is, for a list: "Now, since 22:00", "Tonight, 22:00", "Sat 21, 22:00". */
export function whenOf(board, timeZone, now) {
    const start = clockTime(board.startsAt, timeZone);
    return isRunning(board, now) ? `Now, since ${start}` : `${dayName(board.startsAt, timeZone, now)}, ${start}`;
}

export const isRunning = (board, now) => Date.parse(board.startsAt) <= now && now < Date.parse(board.endsAt);

export const cityOf = (timeZone) => (timeZone ?? '').split('/').pop().replaceAll('_', ' ');
export const sentenceCase = (code) =>
    (code.charAt(0).toUpperCase() + code.slice(1).toLowerCase().replaceAll('_', ' ')).replace(/^Checkin\b/, 'Check-in');
