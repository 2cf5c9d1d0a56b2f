import assert from 'node:assert/strict';
import { PATIENCE_MS } from './browser.mjs';

/** Waits until the element says this, and fails with what it says instead. */
export function expectText(locator, text, timeout = PATIENCE_MS) {
  return expectWords(() => locator.allInnerTexts(), text, timeout);
}

/** The same of what stands in a text box. */
export function expectValue(locator, text, timeout = PATIENCE_MS) {
  return expectWords(() => locator.evaluateAll((boxes) => boxes.map(({ value }) => value)), text, timeout);
}

async function expectWords(read, text, timeout) {
  const end = Date.now() + timeout;
  let seen = '';
  while (Date.now() < end) {
    seen = (await read().catch(unlessAnew)).join('\n');
    if (seen.includes(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(seen.includes(text), `expected "${text}" in: ${seen}`);
}

/** A page that finds somebody else signed in than it assumed begins anew (lib/tab): then there is nothing to read for a moment. */
function unlessAnew(fault) {
  if (String(fault).includes('Execution context was destroyed')) return [];
  throw fault;
}
