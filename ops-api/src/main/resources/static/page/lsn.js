/** A position in PostgreSQL's log as a number that compares; NaN for what is none. Exact below 2^53, 8 PB of log. */
export function lsnNumber(text) {
    const parts = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i.exec(text ?? '');
    return parts ? parseInt(parts[1], 16) * 2 ** 32 + parseInt(parts[2], 16) : NaN;
}
