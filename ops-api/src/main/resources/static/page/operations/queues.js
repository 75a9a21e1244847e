import { byId, setHidden, setText } from '../dom.js';
import { queues, watch } from '../live/store.js';
import { makeQueueCard } from './queue-card.js';

const cards = new Map();

watch('queue', (key, entry) => cards.get(key)?.show(entry));

/** Shows these queues, in the order given; cards that stay keep the course they have drawn. */
export function showQueues(keys) {
    for (const key of [...cards.keys()]) if (!keys.includes(key)) cards.delete(key);
    for (const key of keys) {
        if (!cards.has(key)) cards.set(key, makeQueueCard(key));
        const entry = queues.get(key);
        if (entry) cards.get(key).show(entry);
    }
    byId('queues-list').replaceChildren(...keys.map((key) => cards.get(key).node));
    queuesNotice(keys.length ? '' : 'No queue is mapped, or none has held an item yet.');
}

export function queuesNotice(text) {
    setText(byId('queues-notice'), text);
    setHidden(byId('queues-notice'), text === '');
}

export function tickQueues() {
    for (const card of cards.values()) card.tick();
}

export function sampleQueues() {
    for (const card of cards.values()) card.sample();
}
