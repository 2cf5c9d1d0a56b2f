// What hands do: the journey by keyboard alone, as a screen reader is told of it; undo in sight; offline; open edits.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { axeFindings, becomes, launch, open } from './browser.mjs';
import { cloudForAll } from './cloud.mjs';
import { assertGolden } from './golden.mjs';
import { answer, ANSWERS, expectText, signUp } from './owner.mjs';
import { peopleOf } from './people.mjs';

let cloud;
let browser;

before(async () => {
  cloud = await cloudForAll();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cloud?.stop();
});

const someone = () => `hands-${randomUUID()}-owner@example.com`;

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** Presses Tab until the focus is where the selector says, and fails when it never comes there. */
async function tabTo(page, selector, key = 'Tab') {
  for (let at = 0; at < 150; at++) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`the focus never comes to ${selector}`);
}

async function focused(page, selector) {
  await becomes(page, (wanted) => document.activeElement.matches(wanted), selector).catch(async (cause) => {
    throw new Error(`the focus is at ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}, not at ${selector}`, { cause });
  });
}

/** Says it with the keyboard, and waits for the reply and for the focus to be where it was. */
async function sayByKeys(page, text) {
  const before = await page.getByTestId('message-copilot').count();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await becomes(page, (count) => document.querySelectorAll('[data-testid="message-copilot"]').length > count, before);
  await focused(page, '#answer');
}

function draftNow(page) {
  return page.evaluate(async () => (await (await fetch('/api/v1/brief/sessions/current')).json()).data.session);
}

test('the whole journey goes by keyboard alone, and every step is told', async () => {
  const { context, page, errors } = await open(browser, cloud.origin, { reducedMotion: 'reduce' });
  const step = (name) => assertGolden(page, name);
  // The other screens are looked at elsewhere, at all sizes.
  const newStep = async (name) => {
    assert.deepEqual(await axeFindings(page), [], `axe at ${name}`);
    await step(name);
  };
  await page.goto('/sign-up');
  await page.locator('#email, [name=email], input[type=email]').first().waitFor();
  await page.locator('form:not([hidden]) button[type=submit]:not([disabled])').waitFor();
  await step('1-sign-up');
  await tabTo(page, 'input[autocomplete=email], input[autocomplete=username]');
  await page.keyboard.type(someone());
  await tabTo(page, 'input[type=password]');
  await page.keyboard.type('a calm and long pass phrase');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/strategy');
  await page.getByTestId('message-copilot').first().waitFor();
  await focused(page, '#answer');
  await step('2-first-question');
  const size = await page.getByTestId('message-copilot').evaluate((question) => parseFloat(getComputedStyle(question).fontSize));
  assert.ok(size >= 20, `the first question is big: ${size} px`);
  const between = await page.evaluate(() => document.querySelector('.composer').getBoundingClientRect().top - document.querySelector('.words-first').getBoundingClientRect().bottom);
  assert.ok(between < 120, `and near the box: ${between} px above it`);
  await tabTo(page, '[data-testid=examples]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  assert.deepEqual(await page.locator('#examples dt').allInnerTexts(), ['A plumber', 'A physiotherapist', 'A maker of candles']);
  assert.deepEqual(await axeFindings(page), [], 'axe with examples');
  await tabTo(page, '#answer');

  for (const text of ANSWERS.slice(0, 2)) await sayByKeys(page, text);
  // ↑ corrects the last answer, in its place.
  await page.keyboard.press('ArrowUp');
  await page.getByTestId('correcting').waitFor();
  await page.keyboard.type(' And cafes.');
  await page.keyboard.press('Escape');
  await page.getByTestId('before-losing').waitFor();
  await page.keyboard.press('Escape');
  await focused(page, '#answer');
  await page.keyboard.press('Enter');
  await page.getByTestId('correcting').waitFor({ state: 'detached' });
  await expectText(page.getByTestId('message-owner').last(), 'And cafes.');
  assert.equal(await page.getByTestId('message-owner').count(), 2, 'a correction is no answer more');
  for (const text of ANSWERS.slice(2)) await sayByKeys(page, text);
  await step('3-conversation');

  // A fact: Enter saves, Shift-Enter breaks, Escape asks; the focus stays where the work is.
  await tabTo(page, '[data-panel-section], [data-edit]', 'Tab');
  const fact = await page.evaluate(() => document.activeElement.closest('[data-statement]').dataset.statement);
  const row = `[data-statement="${fact}"]`;
  await page.keyboard.press('Enter');
  await focused(page, `${row} textarea`);
  await page.keyboard.type(' Indeed');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('so.');
  await page.keyboard.press('Escape');
  await page.getByTestId('before-losing').waitFor();
  await newStep('4-before-losing');
  await page.keyboard.press('Escape');
  await focused(page, `${row} textarea`);
  await page.keyboard.press('Enter');
  await focused(page, `${row} [data-edit]`);
  await expectText(page.locator(row), 'Indeed\nso.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator(`${row}`).waitFor({ state: 'detached' });
  await focused(page, '[data-panel-section]');
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await page.keyboard.press('Control+z');
  await focused(page, `${row} [data-edit]`);
  await expectText(page.locator(row), 'Indeed\nso.');

  // What there is to press, and what there is to do.
  await page.keyboard.press('?');
  await page.getByTestId('shortcuts').waitFor();
  await newStep('5-shortcuts');
  await page.keyboard.press('Escape');
  await focused(page, `${row} [data-edit]`);
  await page.keyboard.press('Control+k');
  await page.getByTestId('command-list').waitFor();
  await newStep('6-commands');
  await page.keyboard.type('activity');
  await page.keyboard.press('Enter');
  await page.getByTestId('event').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('go conv');
  await page.keyboard.press('Enter');
  await focused(page, '#answer');

  await tabTo(page, '[data-testid=draft-now]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/strategy/review');
  await focused(page, 'h1');
  await step('7-review');
  // Asked again: what becomes of the answer is said before it is given.
  await tabTo(page, '[data-testid=ask-goals]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/strategy');
  await expectText(page.getByTestId('replaces'), 'takes the place of what you have said about it under “Goals”');
  await focused(page, '#answer');
  await sayByKeys(page, 'I want twelve boiler services a week by summer.');
  assert.equal(await page.getByTestId('replaces').count(), 0, 'it has taken its place');
  await tabTo(page, '[data-testid=to-review]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/strategy/review');
  await focused(page, 'h1');
  for (const section of ['identity', 'audience', 'offerings', 'positioning', 'operations', 'goals', 'proof']) {
    const accept = `[data-testid=accept-${section}]`;
    await tabTo(page, (await page.locator(accept).count()) > 0 ? accept : `[data-testid=leave-${section}]`);
    await page.keyboard.press('Enter');
  }
  await becomes(page, () => !document.querySelector('[data-testid=approve]').disabled);
  await tabTo(page, '[data-testid=approve]');
  await page.keyboard.press('Enter');
  await page.getByTestId('approved-line').waitFor();
  await focused(page, '[data-testid=brief-title]');
  await step('8-brief');
  await tabTo(page, '[data-testid=open-history]');
  await page.keyboard.press('Enter');
  await page.getByTestId('version-1').waitFor();
  await page.keyboard.press('Escape');
  await focused(page, '[data-testid=open-history]');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('activity');
  await page.keyboard.press('Enter');
  await expectText(page.getByTestId('activity'), 'You approved your Brief');
  await step('9-activity');
  assert.deepEqual(errors, []);
  await context.close();
});

/** Gives what waits until all that was asked of the server is answered, and for as long as a screen takes to follow. */
function quietOf(page) {
  let open = 0;
  let since = Date.now();
  const ended = () => {
    open -= 1;
    since = Date.now();
  };
  page.on('request', () => (open += 1));
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async () => {
    since = Date.now();
    while (open > 0 || Date.now() - since < 360) await new Promise((resolve) => setTimeout(resolve, 50));
  };
}

/**
 * Presses every button of a screen with the keyboard, one after the other, and looks after each where the focus is: whatever goes away with what it
 * did, the focus is on something that can be seen. Returns what was pressed.
 */
async function pressEverything(page, quiet, path, landmark, except = /^$/) {
  const pressed = [];
  const arrive = async () => {
    await page.goto(path);
    await page.getByTestId(landmark).first().waitFor();
  };
  await arrive();
  for (;;) {
    if (new URL(page.url()).pathname !== path) await arrive();
    const next = await page.evaluate(
      ({ done, without }) => {
        const place = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.querySelector('#main');
        const name = (one) => one.ariaLabel ?? one.innerText.trim();
        const can = (one) => one.checkVisibility() && !one.disabled && one.getAttribute('aria-disabled') !== 'true' && !new RegExp(without).test(name(one));
        const button = [...place.querySelectorAll('button')].find((one) => can(one) && !done.includes(name(one)));
        button?.focus();
        return button === undefined ? (place.matches('dialog') ? 'Escape' : null) : name(button);
      },
      { done: pressed, without: except.source },
    );
    if (next === null) return pressed;
    if (next !== 'Escape') pressed.push(next);
    await page.keyboard.press(next === 'Escape' ? 'Escape' : 'Enter');
    await quiet();
    await becomes(page, () => {
      const { activeElement: at } = document;
      return at !== null && at !== document.body && at.isConnected && at.checkVisibility();
    }).catch((cause) => {
      throw new Error(`the focus is nowhere after “${next}” at ${path}`, { cause });
    });
  }
}

test('whatever a button takes away with it, the focus is on something that is there', async () => {
  const people = await peopleOf(cloud);
  const person = await people.make();
  const { context, page, errors } = await open(browser, cloud.origin, { serviceWorkers: 'block' });
  context.setDefaultTimeout(20_000);
  await context.addCookies([(await person.session()).cookie]);
  await context.addInitScript(() => (window.print = () => undefined));
  const quiet = quietOf(page);
  await page.goto('/strategy');
  // Where a Brief stands, one talks about a change of it.
  await expectText(page.getByTestId('to-review'), 'Read what changes');
  const conversation = await pressEverything(page, quiet, '/strategy', 'brief-panel', /^(Send|Remove)/);
  assert.ok(conversation.some((name) => name.startsWith('Edit: ')) && conversation.length >= 8, conversation.join());
  await page.getByTestId('composer').fill('We have 120 five-star reviews.');
  await page.keyboard.press('Enter');
  await focused(page, '#answer');
  // What one decides first: an edit, and what stands, take some of these buttons away.
  const decided = await pressEverything(page, quiet, '/strategy/review', 'review', /^(Approve|Ask again|Edit|Leave|Show|from)/);
  const review = [...decided, ...(await pressEverything(page, quiet, '/strategy/review', 'review', /^(Approve|Ask again|Accept|Not sure|from)/))];
  for (const part of ['Accept: ', 'Edit: ', 'Leave as it stands: ', 'Not sure yet: ', 'Undo: ']) assert.ok(review.some((name) => name.startsWith(part)), `${part} in ${review.join()}`);
  const brief = await pressEverything(page, quiet, '/strategy/brief', 'brief', /^(PDF|Customers|Prices|Why you|How you work|Goals|Reviews)/);
  for (const part of ['History', 'Export', 'Edit: ', 'Keep the change']) assert.ok(brief.some((name) => name.startsWith(part)), `${part} in ${brief.join()}`);
  await pressEverything(page, quiet, '/settings', 'settings-name');

  // Approved by keyboard, one is at its Brief; and at the box when one has a change to talk about.
  await page.evaluate(async () => {
    const { session } = (await (await fetch('/api/v1/brief/sessions/current')).json()).data;
    await fetch(`/api/v1/brief/sessions/${session.id}/ready`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: '{}' });
  });
  await page.goto('/strategy/review');
  await page.getByTestId('review').waitFor();
  for (const button of await page.locator('[data-testid^=leave-][aria-label^="Not sure"]').all()) await button.click();
  const approve = page.locator('[data-testid=approve]:enabled');
  await approve.focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('approved-line').waitFor();
  await focused(page, '[data-testid=brief-title]');
  await page.goto('/strategy');
  await page.getByTestId('talk-again').focus();
  await page.keyboard.press('Enter');
  await focused(page, '#answer');
  assert.deepEqual(errors, []);
  await context.close();
});

describe('with a finger, offline, and in a hurry', { concurrency: 2 }, () => {
  test('on a phone the way back from a removal is in sight above the sheet, waits while it is read, and brings everything back as it was', async () => {
    const { context, page, errors } = await open(browser, cloud.origin, PHONE);
    await signUp(page, someone());
    assert.equal(await page.evaluate(() => document.activeElement.id), '', 'no keyboard opens unasked');
    for (const text of ANSWERS.slice(0, 3)) await answer(page, text);
    const before = await draftNow(page);
    await page.getByTestId('brief-sheet').tap();
    const sheet = page.locator('dialog[open]');
    const facts = sheet.getByTestId('statement');
    const count = await facts.count();
    // Two at once: neither comes back with the other.
    const [first, second] = await facts.evaluateAll((rows) => rows.slice(0, 2).map((row) => row.dataset.statement));
    for (const id of [first, second]) {
      const row = sheet.locator(`[data-statement="${id}"]`);
      await row.locator('[data-more]').tap();
      await row.locator('button[title=Remove]').tap();
    }
    // From now on they stay: the time that a slow machine takes to look at them is not theirs.
    await sheet.locator('.toast').nth(1).getByRole('button', { name: 'Undo' }).focus();
    await becomes(page, (left) => document.querySelectorAll('dialog[open] [data-testid=statement]').length === left, count - 2);
    const undo = sheet.locator('.toast').getByRole('button', { name: 'Undo' });
    for (const button of await undo.all()) {
      const box = await button.boundingBox();
      assert.ok(Math.round(box.width) >= 44 && Math.round(box.height) >= 44 && box.y >= 0 && box.y + box.height <= 740, `in sight and easy to hit: ${JSON.stringify(box)}`);
      assert.ok(await button.evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      }), 'nothing lies above it');
    }
    assert.deepEqual(await axeFindings(page), []);
    assert.ok(await sheet.evaluate((dialog) => dialog.querySelector('[data-toasts]').getAttribute('role') === 'status'));
    for (let left = 2; left > 0; left--) {
      await undo.last().focus();
      await undo.last().tap();
    }
    await becomes(page, (left) => document.querySelectorAll('dialog[open] [data-testid=statement]').length === left, count);
    const after = await draftNow(page);
    for (const part of ['draft', 'progress', 'still_open']) assert.equal(JSON.stringify(after[part]), JSON.stringify(before[part]), part);
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('offline a fact can be edited, the page can be loaded again, and one word sends all that waits', async () => {
    const { context, page } = await open(browser, cloud.origin);
    await signUp(page, someone());
    for (const text of ANSWERS.slice(0, 2)) await answer(page, text);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    for (const section of ['identity', 'audience']) await page.getByTestId(`fold-${section}`).click();
    const facts = page.getByTestId('brief-panel').getByTestId('statement');
    const [edited, removed] = await facts.evaluateAll((rows) => rows.slice(0, 2).map((row) => row.dataset.statement));
    const said = await page.getByTestId('messages').innerText();
    await context.setOffline(true);
    await page.locator(`[data-statement="${edited}"] [data-edit]`).click();
    await page.getByRole('textbox', { name: 'What your Brief says' }).fill('Edited far from any network.');
    await page.keyboard.press('Enter');
    await expectText(page.locator(`[data-statement="${edited}"]`), 'Kept here, not sent yet.');
    await page.locator(`[data-statement="${removed}"] button[title=Remove]`).click();
    await expectText(page.locator(`[data-statement="${removed}"]`), 'To be removed.');
    await page.getByTestId('composer').fill(ANSWERS[2]);
    await page.keyboard.press('Enter');
    const notice = page.getByTestId('notice');
    await expectText(notice, 'You are offline. 3 things are waiting');

    await page.reload();
    await expectText(notice, 'You are offline. 3 things are waiting');
    await expectText(page.getByTestId('messages'), said.split('\n')[0]);
    await expectText(page.locator(`[data-statement="${edited}"]`), 'Edited far from any network.');
    await page.getByTestId('answer-waiting').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Send now' }).count(), 0, 'nothing offers what cannot be done');
    await page.getByTestId('nav-activity').click();
    await page.getByTestId('error-island').waitFor();

    await context.setOffline(false);
    // The words come from a call that got an answer, and what failed comes by itself.
    await expectText(notice, 'You are back online. 3 things are waiting.');
    await page.getByTestId('event').first().waitFor();
    await page.getByTestId('category-strategy').click();
    await page.getByTestId('composer').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Send now' }).count(), 1);
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Send now' }).click();
    await notice.waitFor({ state: 'hidden' });
    await becomes(page, () => document.querySelectorAll('[data-testid=answer-sending], [data-testid=answer-waiting], [data-testid^=fact-]').length === 0);
    const { draft } = await draftNow(page);
    const statements = Object.values(draft).flatMap((section) => section.statements);
    assert.equal(statements.find(({ id }) => id === edited).text, 'Edited far from any network.');
    assert.ok(statements.every(({ id }) => id !== removed));
    assert.ok(JSON.stringify(statements).includes('60'), 'the answer has arrived');
    await page.getByTestId('user-menu').click();
    await page.getByTestId('sign-out').click();
    await page.waitForURL('**/sign-in');
    const left = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.ok(!left.includes('Hart Plumbing'), 'what was shown last goes with the sign-out');
    await context.close();
  });

  test('an edit that is open goes into the draft, and reading back keeps its place', async () => {
    const { context, page, errors } = await open(browser, cloud.origin);
    await signUp(page, someone());
    for (const text of ANSWERS.slice(0, 4)) await answer(page, text);
    await page.locator('[data-edit]').first().click();
    await page.getByRole('textbox', { name: 'What your Brief says' }).fill('Still being written.');
    await page.getByTestId('draft-now').click();
    await page.waitForURL('**/strategy/review');
    await expectText(page.getByTestId('review'), 'Still being written');

    await page.evaluate(async () => {
      const { session } = (await (await fetch('/api/v1/brief/sessions/current')).json()).data;
      for (let at = 0; at < 16; at++) {
        await fetch(`/api/v1/brief/sessions/${session.id}/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
          body: JSON.stringify({ text: `We also do job number ${at}.` }),
        });
      }
    });
    await page.goto('/strategy');
    await page.getByTestId('earlier').scrollIntoViewIfNeeded();
    const first = page.locator('[data-testid=messages] li[id]').first();
    const id = await first.getAttribute('id');
    const before = (await first.boundingBox()).y;
    await page.getByTestId('earlier').click();
    await becomes(page, (one) => document.querySelector('[data-testid=messages] li[id]').id !== one, id);
    assert.ok(Math.abs((await page.locator(`[id="${id}"]`).boundingBox()).y - before) < 60, 'what one was reading stays where it was');
    assert.notEqual(await page.evaluate(() => document.activeElement), null);
    await focused(page, '[data-testid=messages], [data-testid=earlier]');

    // The way to an answer leads to it, also where it is on an earlier page, and also after a reload.
    const { session, said } = await page.evaluate(async () => {
      const { session } = (await (await fetch('/api/v1/brief/sessions/current')).json()).data;
      const { data } = await (await fetch(`/api/v1/brief/sessions/${session.id}/messages?limit=100`)).json();
      return { session: session.id, said: data.findLast(({ role }) => role === 'owner') };
    });
    await page.goto(`/strategy?said=${said.id}&in=${session}`);
    for (const how of ['arrived', 'reloaded']) {
      await focused(page, `[id="m-${said.id}"]`);
      const sought = page.locator('[data-testid=messages] [aria-current=true]');
      await expectText(sought, said.text);
      assert.ok(await sought.evaluate((row) => {
        const [inner, outer] = [row.getBoundingClientRect(), row.closest('[role=log]').getBoundingClientRect()];
        return inner.top >= outer.top && inner.bottom <= outer.bottom;
      }), `in sight when ${how}`);
      if (how === 'arrived') await page.reload();
    }
    await answer(page, 'And we sharpen knives.');
    await becomes(page, () => location.search === '' && document.querySelector('[data-testid=messages] [aria-current]') === null);
    assert.deepEqual(errors, []);
    await context.close();
  });
});
