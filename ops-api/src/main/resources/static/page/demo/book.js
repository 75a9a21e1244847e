// Book a table with one real transaction, and watch it come back through the log: the milliseconds are from the commit
// in PostgreSQL to the arrival of the changed board in this page.

import { post, said } from '../api.js';
import { afterDraw, watch } from '../live/store.js';
import { exactMillis, offsetMillis, wallMillis } from '../live/clock.js';
import { freeUnits } from '../live/free-units.js';
import { announce } from '../live/announce.js';
import { h, isBusy, keyed, setBusy, setHidden, setText } from '../dom.js';
import { duration, plural } from '../format.js';
import { arrivalOf } from './arrived.js';

export function makeBook(picker) {
    const tables = h('select', { testid: 'book-unit' });
    const book = h('button', { type: 'submit', class: 'action action-main', testid: 'book', text: 'Book this table' });
    const release = h('button', {
        type: 'button',
        class: 'action',
        testid: 'release',
        text: 'Release it',
        hidden: true,
        on: { click: cancel },
    });
    const millis = h('span', { class: 'try-figure', testid: 'book-millis' });
    const meaning = h('span', { class: 'try-meaning' });
    const detail = h('p', { class: 'quiet', testid: 'book-detail' });
    const lsn = h('span', { class: 'mono', testid: 'book-lsn' });
    const result = h(
        'div',
        { class: 'try-result', testid: 'book-result', hidden: true },
        h('p', {}, millis, meaning),
        detail,
        h('p', { class: 'quiet' }, 'LSN ', lsn),
        release,
    );
    const trouble = h('p', { class: 'trouble', testid: 'book-trouble', hidden: true });
    const form = h(
        'form',
        { class: 'try-form', on: { submit } },
        picker.node,
        h('label', { class: 'field' }, h('span', { text: 'Table' }), tables),
        book,
    );
    let pending = null;
    let booked = null;

    picker.onChange(fill);
    tables.addEventListener('blur', fill);
    watch('board', (key) => {
        // A list that changes under the finger is worse than one that is a moment old: a lost race is said by the server.
        if (key === picker.key() && document.activeElement !== tables) fill();
    });
    fill();

    function fill() {
        const units = freeUnits(picker.key(), fill);
        const before = tables.value;
        const list = [...(units ?? [])].sort((a, b) => String(a.label).localeCompare(String(b.label), 'en', { numeric: true }));
        keyed(
            tables,
            list,
            (unit) => unit.unit,
            (unit) =>
                h('option', {
                    value: unit.unit,
                    text: [unit.label ?? unit.unit, unit.section, unit.seats ? plural(unit.seats, 'seat', 'seats') : null]
                        .filter(Boolean)
                        .join(', '),
                }),
        );
        if (list.some((unit) => unit.unit === before)) tables.value = before;
        setBusy(book, pending !== null || list.length === 0);
        setText(book, units && list.length === 0 ? 'No free table' : 'Book this table');
    }

    async function submit(event) {
        event.preventDefault();
        const board = picker.board();
        if (!board || !tables.value || isBusy(book)) return;
        const answer = await transact(
            '/demo/book',
            { venue: board.venue, slot: board.slot, unit: tables.value },
            picker.key(),
            (done) => `Table ${done.table ?? ''}, booking ${done.bookingId}.`,
        );
        if (!answer) return;
        booked = { ...answer, key: picker.key() };
        setHidden(release, false);
    }

    async function cancel() {
        if (!booked) return;
        const was = booked;
        if (document.activeElement === release) book.focus();
        setHidden(release, true);
        const answer = await transact('/demo/cancel', { bookingId: was.bookingId }, was.key, () => `Table ${was.table ?? ''} is released.`);
        if (answer) booked = null;
        else setHidden(release, false);
    }

    /** One transaction and its way to the screen; null when the transaction itself failed. */
    async function transact(path, body, key, words) {
        const sentAt = wallMillis();
        pending = { sentAt, committedAt: null };
        setBusy(book, true);
        setHidden(trouble, true);
        setHidden(result, false);
        setText(detail, 'Committing.');
        setText(lsn, '');
        try {
            const answer = await post(path, body);
            const answeredAt = wallMillis();
            setText(lsn, answer.lsn);
            const commit = commitTime(answer.committedAt, sentAt, answeredAt);
            pending.committedAt = commit.at;
            setText(detail, `${words(answer)} Committed; waiting to see it.`);
            arrivalOf(key, answer.lsn).then((entry) => seen(entry, commit, words(answer)));
            return answer;
        } catch (problem) {
            setText(trouble, said(problem));
            setHidden(trouble, false);
            setHidden(result, booked === null);
            setText(detail, booked ? `Booking ${booked.bookingId} stands.` : '');
            pending = null;
            announce(said(problem), 'book');
            fill();
            return null;
        }
    }

    function seen(entry, commit, words) {
        const took = Math.max(0, entry.receivedAt - commit.at);
        pending = null;
        setText(millis, `${commit.about}${duration(took)}`);
        setText(meaning, ` from ${commit.from} to screen`);
        setText(detail, words);
        announce(`${words} Seen ${duration(took)} after the ${commit.from}.`, 'book');
        // It was received; when it was also drawn is known with the next frame, if it has not been already.
        const drawn = () =>
            setText(
                detail,
                `${words} Drawn ${duration(Math.max(0, (entry.drawnAt ?? wallMillis()) - commit.at))} after the ${commit.from}, by the answer as of ${entry.asOf.lsn}.`,
            );
        if (entry.drawnAt === null) afterDraw(drawn);
        else drawn();
        fill();
    }

    return {
        testid: 'try-book',
        title: 'Book a table',
        why: 'One SQL transaction takes the table. Nothing tells this page but the database’s own log.',
        node: h('div', {}, form, trouble, result),
        nights: picker.fill,
        tick() {
            if (!pending) return;
            setText(millis, duration(wallMillis() - (pending.committedAt ?? pending.sentAt)));
            setText(meaning, ' so far');
        },
    };
}

/**
 * The commit by this browser's clock. It lies between request and answer; if the stated time does too, the clocks agree
 * and it is taken as it is, else it is corrected by what is known of the clocks and said as about.
 */
function commitTime(committedAt, sentAt, answeredAt) {
    const stated = exactMillis(committedAt);
    if (!Number.isFinite(stated)) return { at: sentAt, from: 'request', about: '' };
    if (stated >= sentAt - 2 && stated <= answeredAt + 2) return { at: stated, from: 'commit', about: '' };
    const corrected = Math.min(answeredAt, Math.max(sentAt, stated + offsetMillis()));
    return { at: corrected, from: 'commit', about: 'about ' };
}
