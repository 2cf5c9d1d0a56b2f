// What a page still has of somebody, and what became of what they typed.
import assert from 'node:assert/strict';
import { PATIENCE_MS } from './browser.mjs';

/** Everywhere that a page can hold words: the whole document with its attributes, what stands in its fields, and its storage. */
function lookEverywhere() {
  const pairs = (storage) => Object.entries({ ...storage });
  return {
    document: document.documentElement.outerHTML,
    title: document.title,
    address: location.href,
    fields: [...document.querySelectorAll('input, textarea, select')].map((field) => field.value).join('\n'),
    history: JSON.stringify(history.state),
    session: JSON.stringify(pairs(sessionStorage)),
    kept: pairs(localStorage),
  };
}

/** Nothing of this person is on the page; in this browser there is only what they typed, under their own name. */
export async function assertNothingOf(page, { word, id, org }, where) {
  const { kept, ...shown } = await page.evaluate(lookEverywhere);
  for (const [place, text] of Object.entries(shown)) assert.ok(!text.includes(word), `${where}: the ${place} still has somebody's words`);
  const strange = kept.filter(([name, text]) => (name + text).includes(word) && !name.startsWith(`xentri.typed.${id}.${org}.`));
  assert.deepEqual(strange, [], `${where}: this browser keeps somebody's words under another name`);
  const copies = kept.map(([name]) => name).filter((name) => name.startsWith(`xentri.copy.${id}.`));
  assert.deepEqual(copies, [], `${where}: this browser keeps a copy of what somebody saw`);
}

/** Opens whatever can be edited. */
export async function openEverything(page) {
  const closed = page.locator('#main :is(button[aria-label^="Edit: "], button[data-fold]):not([aria-expanded=true])');
  // What is unfolded may hold more.
  while ((await closed.count()) > 0) await closed.first().click();
}

let times = 0;

/**
 * Opens whatever can be edited, and types a word that occurs nowhere else into every text box there is. Returns these words. A date box takes
 * none; what is chosen in it stands in the address.
 */
export async function typeEverywhere(page, word, kind) {
  await openEverything(page);
  times += 1;
  return page.evaluate(
    ({ word, tag }) => {
      const boxes = [...document.querySelectorAll('#main textarea, #main input:not([type=radio], [type=checkbox], [type=date])')].filter((box) => box.checkVisibility());
      return boxes.map((box, at) => {
        const typed = `${tag}n${at}${word}`;
        const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value');
        set.call(box, box.value === '' ? typed : `${box.value} ${typed}`.slice(-(box.maxLength > 0 ? box.maxLength : 1e6)));
        box.dispatchEvent(new Event('input', { bubbles: true }));
        return typed;
      });
    },
    { word, tag: `${kind}x${times}` },
  );
}

/**
 * Each word is kept for its owner, or has reached the server as theirs, or the page says that it is lost. What another tab has kept comes to
 * this one in its own time: it is looked for until it is there.
 */
export async function assertNotSilentlyLost(page, person, typed, where) {
  if (typed.length === 0) return;
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const missing = await missingOf(page, person, typed);
    if (missing.length === 0) return;
    assert.ok(Date.now() < end, `${where}: what was typed is gone without a word: ${missing}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function missingOf(page, person, typed) {
  const { kept, said } = await page.evaluate(() => ({
    kept: Object.entries({ ...localStorage }),
    said: document.querySelector('[data-testid=typed-fate]')?.textContent ?? '',
  }));
  if (/\blost\b/.test(said)) return [];
  const own = kept.filter(([name]) => name.startsWith(`xentri.typed.${person.id}.${person.org}.`)).map(([, text]) => text);
  const missing = typed.filter((one) => !own.some((text) => text.includes(one)));
  if (missing.length === 0) return [];
  const held = await person.held();
  return missing.filter((one) => !held.includes(one));
}

/** Something that one can press or follow. */
export async function assertWayOn(page, where) {
  const ways = page.locator('main').locator('a[href], button:not([disabled])').filter({ visible: true });
  await ways.first().waitFor().catch(() => assert.fail(`${where}: there is no way on`));
}
