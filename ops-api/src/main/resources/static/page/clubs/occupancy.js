// What a board's counts mean for a bar and a sentence. A board counts seated among taken; the bar shows them apart.

/** Counts that are disjoint and add up to the bar; `free` null when the capacity is unknown. */
export function parts(board) {
    const { held = 0, taken = 0, seated = 0, blocked = 0 } = board;
    const whole = (board.capacity ?? 0) + (board.overbooked ?? 0);
    const apart = board.capacity !== null && (board.free ?? 0) + held + taken + seated + blocked <= whole;
    return { free: board.free ?? null, held, taken: apart ? taken : Math.max(0, taken - seated), seated, blocked };
}

/** Beyond this nobody looks at places one by one: seats of a stand, pieces in a store. */
const MANY = 500;

/** Whether its places are told by section, and not each by its name. */
export const isOfMany = (board) => (board.capacity ?? 0) > MANY;

/** Taken (seated included) of the capacity, or null while that is unknown. */
export function soldShare(board) {
    if (!board.capacity) return null;
    const { taken, seated } = parts(board);
    return (taken + seated) / board.capacity;
}

export function inWords(board) {
    const { free, held, taken, seated, blocked } = parts(board);
    const said = [free === null ? 'free unknown' : `${free} free`, `${taken} taken`, `${seated} seated`];
    if (held) said.push(`${held} held`);
    if (blocked) said.push(`${blocked} blocked`);
    return said.join(', ');
}
