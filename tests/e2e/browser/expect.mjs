import assert from 'node:assert/strict';
import { PATIENCE_MS } from './browser.mjs';

/** Waits until the element says this, and fails with what it says instead. */
export async function expectText(locator, text, timeout = PATIENCE_MS) {
  const end = Date.now() + timeout;
  let seen = '';
  while (Date.now() < end) {
    seen = (await locator.allInnerTexts()).join('\n');
    if (seen.includes(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(seen.includes(text), `expected "${text}" in: ${seen}`);
}
