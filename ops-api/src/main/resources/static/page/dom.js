// The only place that makes nodes. Text goes in as text, never as markup; styles go through the CSSOM, which
// the content security policy allows where it refuses style attributes.

/**
 * Makes an element. `attributes`: `class`, `testid`, `text`, `on` (event name to listener), and any other attribute
 * by its name (null or false leaves it out). Children are nodes or strings; null is skipped.
 */
export function h(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (name === 'text') node.textContent = value;
        else if (name === 'testid') node.dataset.testid = value;
        else if (name === 'on') for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
        else node.setAttribute(name, value === true ? '' : String(value));
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}, ...children) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    node.append(...children);
    return node;
}

/** Writes only what differs: an equal write would still cost the browser a layout. True when it changed something. */
export function setText(node, text) {
    const value = String(text);
    if (node.textContent === value) return false;
    node.textContent = value;
    return true;
}

export function setAttribute(node, name, value) {
    if (value === null || value === undefined || value === false) {
        if (node.hasAttribute(name)) node.removeAttribute(name);
        return;
    }
    const text = value === true ? '' : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

export function setHidden(node, hidden) {
    if (node.hidden !== hidden) node.hidden = hidden;
}

/** A button that does nothing for now. It keeps the keyboard's focus, which `disabled` would throw back to the top of the page. */
export const setBusy = (button, busy) => setAttribute(button, 'aria-disabled', busy && 'true');
export const isBusy = (button) => button.getAttribute('aria-disabled') === 'true';

export const byId = (id) => document.getElementById(id);

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const lastPulse = new WeakMap();

/** Draws the eye to a changed number once a second at most, and not at all for who asked for reduced motion. */
export function pulse(node) {
    const now = performance.now();
    if (calm.matches || document.hidden || now - (lastPulse.get(node) ?? -Infinity) < 1000) return;
    lastPulse.set(node, now);
    node.animate([{ opacity: 0.35 }, { opacity: 1 }], { duration: 450, easing: 'ease-out' });
}

/** Keeps the children of `parent` equal to `items` by key: nodes are made once, moved when needed, dropped when gone. */
export function keyed(parent, items, keyOf, make, update) {
    const nodes = (parent.keyedNodes ??= new Map());
    const kept = new Set();
    let place = parent.firstChild;
    for (const item of items) {
        const key = keyOf(item);
        kept.add(key);
        let node = nodes.get(key);
        if (!node) nodes.set(key, (node = make(item)));
        update?.(node, item);
        if (node === place) place = place.nextSibling;
        else parent.insertBefore(node, place);
    }
    for (const [key, node] of nodes) {
        if (kept.has(key)) continue;
        node.remove();
        nodes.delete(key);
    }
}
