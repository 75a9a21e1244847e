// Two clocks: this browser's, finer than a millisecond, and how far the server's is away from it.

let base = performance.timeOrigin;

/** Milliseconds since 1970 with fractions; follows the system's clock when that is set. */
export function wallMillis() {
    const off = Date.now() - (base + performance.now());
    if (Math.abs(off) > 5) base += off;
    return base + performance.now();
}

// The server stamped an answer between our sending and our receiving, so each exchange bounds the difference.
let least = -Infinity;
let most = Infinity;

/** Every envelope says the server's time when it was sent: its `asOf` plus its age. */
export function noteExchange(sentAt, answeredAt, envelope) {
    const server = serverTime(envelope);
    if (!Number.isFinite(server)) return;
    const low = sentAt - server - 1;
    const high = answeredAt - server + 1;
    const clockWasSet = low > most || high < least;
    least = clockWasSet ? low : Math.max(least, low);
    most = clockWasSet ? high : Math.min(most, high);
}

/** Milliseconds since 1970 by the server's clock at which it sent this envelope; NaN when it does not say. */
export const serverTime = (envelope) => exactMillis(envelope?.asOf?.time) + (envelope?.ageMillis ?? NaN);

/** Browser minus server, in milliseconds. Differences under a tenth of a second are taken for travel, not for clocks. */
export function offsetMillis() {
    return least <= 100 && most >= -100 ? 0 : (least + most) / 2;
}

/** ISO time with microseconds as milliseconds with fractions, which Date.parse would cut. */
export function exactMillis(iso) {
    const parts = /^(.*T\d\d:\d\d:\d\d)(\.\d+)?(.*)$/.exec(iso ?? '');
    return parts ? Date.parse(parts[1] + parts[3]) + Number(parts[2] ?? 0) * 1000 : NaN;
}
