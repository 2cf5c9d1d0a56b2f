// What an owner has said, in rows, in folds and in changes: the form asks once; what is new is in sight; a change is shown as one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axeFindings, becomes, launch, open, sidewaysScroll, smallTargets } from './browser.mjs';
import { cloudForAll } from './cloud.mjs';
import { acceptAll, answer, ANSWERS, approve, expectText, visit } from './owner.mjs';
import { peopleOf } from './people.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let cloud;
let browser;
let people;

before(async () => {
  cloud = await cloudForAll();
  people = await peopleOf(cloud);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cloud?.stop();
});

/** Somebody new who has given these answers. */
async function owner(answers, options) {
  const { session } = await people.newcomer();
  const opened = await open(browser, cloud.origin, options);
  await opened.context.addCookies([(await session()).cookie]);
  await opened.page.goto('/settings');
  await opened.page.evaluate(async (texts) => {
    const post = async (path, body) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
      return (await (await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()).data;
    };
    const { id } = await post('/brief/sessions', {});
    for (const text of texts) await post(`/brief/sessions/${id}/messages`, { text });
  }, answers);
  return opened;
}

function session(page) {
  return page.evaluate(async () => (await (await fetch('/api/v1/brief/sessions/current')).json()).data.session);
}

/** Waits until the server says so of the draft. */
async function drafted(page, holds, what) {
  const end = Date.now() + 30_000;
  for (;;) {
    const { draft } = await session(page);
    if (holds(draft)) return draft;
    assert.ok(Date.now() < end, `${what}: ${JSON.stringify(draft)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const prices = ({ offerings }) => (offerings.fields.items ?? []).map(({ name, price }) => `${name}: ${price ?? ''}`);

/** What the boxes of the rows say, row by row. */
function rows(page, list) {
  return page.getByTestId(`rows-${list}`).getByTestId('row').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('input')].map((box) => box.value)));
}

describe('the form', { concurrency: 2 }, () => {
  test('is short on a phone, folded with its progress, and asks nothing twice', async () => {
    const { context, page, errors } = await owner(ANSWERS.slice(0, 3), PHONE);
    await visit(page, '/strategy/form');
    await expectText(page.getByTestId('form-count'), '3 of 7 said');
    const height = await page.getByTestId('form').evaluate((form) => form.scrollHeight);
    assert.ok(height <= 1_800, `${height} px`);
    const folds = page.locator('[data-fold]');
    assert.equal(await folds.count(), 7);
    assert.equal(await page.locator('[data-fold][aria-expanded=true]').count(), 1, 'where one goes on is unfolded');
    const folded = page.locator('[data-fold][aria-expanded=false]');
    while ((await folded.count()) > 0) await folded.first().tap();
    // Each thing that was said stands in one box.
    const boxes = await page.locator('[data-testid=form] input, [data-testid=form] textarea').evaluateAll((all) => all.map((box) => box.value.toLowerCase()));
    for (const said of ['hart plumbing', '2015', 'boiler service', 'homeowners']) {
      assert.equal(boxes.filter((text) => text.includes(said)).length, 1, `${said} in ${boxes.join(' | ')}`);
    }
    assert.deepEqual(await sidewaysScroll(page), []);
    assert.deepEqual(await smallTargets(page), []);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('has rows that come and go with their sentences, by keyboard, and says at its row what is no price', async () => {
    const { context, page, errors } = await owner(ANSWERS.slice(0, 3));
    await visit(page, '/strategy/form');
    await page.getByTestId('form-offerings').locator('[data-fold]').click();
    const before = (await session(page)).draft.offerings;
    const list = page.getByTestId('rows-offerings-items');
    const callOut = (await rows(page, 'offerings-items')).find(([name]) => name === 'Call-outs');
    assert.deepEqual(callOut, ['Call-outs', '£60', ''], 'a price has a box of its own');
    const count = prices({ offerings: before }).length;

    // A row goes, and no sentence goes on saying it; undone, all is what it was.
    await list.getByRole('button', { name: 'Remove: boiler service' }).focus();
    await page.keyboard.press('Enter');
    const less = await drafted(page, (draft) => prices(draft).length === count - 1, 'a row less');
    assert.ok(!/boiler/i.test(JSON.stringify(less.offerings)), JSON.stringify(less.offerings));
    await becomes(page, () => document.activeElement.closest('[data-row]') !== null);
    await page.getByRole('button', { name: 'Undo' }).click();
    await drafted(page, ({ offerings }) => JSON.stringify(offerings) === JSON.stringify(before), 'as it was, byte for byte');

    // Enter adds a row below and goes there.
    await list.getByTestId('row').last().locator('input').first().focus();
    await page.keyboard.press('Enter');
    await becomes(page, () => document.activeElement.value === '' && document.activeElement.closest('[data-row]:last-child') !== null);
    await page.keyboard.type('Leak search');
    await page.keyboard.press('Tab');
    await page.keyboard.type('cheap');
    await page.keyboard.press('Enter');
    await expectText(list.getByTestId('row-complaint'), '“cheap” is no price.');
    await page.keyboard.type('Advice');
    const kept = await drafted(page, (draft) => prices(draft).length === count + 1, 'what is right is saved');
    assert.ok(!JSON.stringify(kept).includes('cheap') && !JSON.stringify(kept).includes('Leak search'));
    await expectText(page.getByTestId('editor-offerings').getByTestId('save-status'), 'Saved, but for what is marked.');
    assert.deepEqual(await axeFindings(page), []);
    // What cannot be saved is there after a reload, and keeps the draft from being made without it.
    await visit(page, '/strategy/form');
    await expectText(list.getByTestId('row-complaint'), '“cheap” is no price.');
    await page.getByTestId('form-review').click();
    await expectText(page.getByTestId('form').getByRole('alert').last(), 'could not be saved');
    const wrong = list.locator('[aria-invalid=true]');
    await wrong.fill('£45');
    await page.keyboard.press('Tab');
    await page.keyboard.type('hour');
    const all = await drafted(page, (draft) => prices(draft).some((one) => one.includes('hour')), 'the price is right now');
    assert.ok(prices(all).includes('Leak search: £45 per hour') && prices(all).length === count + 2, prices(all).join());

    // And the reverse: a sentence that goes takes its row along.
    await visit(page, '/strategy');
    await page.getByTestId('fold-offerings').click();
    await page.locator('[data-statement]').filter({ hasText: 'Leak search' }).getByRole('button', { name: /^Remove/ }).click();
    await drafted(page, (draft) => prices(draft).length === count + 1, 'its row is gone');
    await visit(page, '/strategy/form');
    assert.ok(!JSON.stringify(await rows(page, 'offerings-items')).includes('Leak search'));
    assert.deepEqual(errors, []);
    await context.close();
  });
});

describe('a box', () => {
  test('cuts nothing that is pasted: what is too long says so where it stands, and what was saved stays', async () => {
    const person = await people.make();
    const { context, page, errors } = await open(browser, cloud.origin, { serviceWorkers: 'block' });
    await context.addCookies([(await person.session()).cookie]);
    let boxes = 0;
    for (const path of ['/strategy', '/strategy/form', '/strategy/brief', '/settings', '/sign-in', '/sign-up', '/forgot-password']) {
      await page.goto(path);
      if (path.startsWith('/s') && !path.startsWith('/sign')) await visit(page, path);
      await page.evaluate(() => document.querySelectorAll('#main [data-fold][aria-expanded=false], #main [data-testid^=edit-]').forEach((button) => button.click()));
      const cutting = await page.locator('input, textarea').evaluateAll((all) => all.map((box) => [box.maxLength, box.outerHTML]));
      assert.deepEqual(cutting.filter(([longest]) => longest !== -1), [], path);
      boxes += cutting.length;
    }
    assert.ok(boxes > 40, `${boxes} boxes`);
    await visit(page, '/settings');
    const name = page.getByTestId('settings-name');
    await name.fill('');
    await page.keyboard.insertText('n'.repeat(150));
    assert.equal((await name.inputValue()).length, 150);
    await expectText(page.getByTestId('too-long'), 'This is too long by 30 characters: 120 at most. Kept here, not saved.');
    assert.equal(await name.getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await axeFindings(page), []);
    await visit(page, '/strategy/brief');
    await visit(page, '/settings');
    assert.equal((await name.inputValue()).length, 150, 'kept');
    await page.keyboard.press('Tab');
    await visit(page, '/strategy/brief');
    await page.getByTestId('edit-operations').click();
    const team = page.getByLabel('Team', { exact: true });
    await team.fill('Two fitters');
    await expectText(page.getByTestId('editor-operations').getByTestId('save-status'), 'Saved');
    await expectText(page.getByTestId('made-operations'), 'Two fitters');
    await team.focus();
    await page.keyboard.press('End');
    await page.keyboard.insertText('x'.repeat(400));
    await expectText(page.getByTestId('too-long'), 'Kept here, not saved.');
    await expectText(page.getByTestId('editor-operations').getByTestId('save-status'), 'Saved, but for what is marked.');
    await page.getByTestId('edit-operations').click();
    await becomes(page, () => document.activeElement.getAttribute('aria-invalid') === 'true');
    const stored = await page.evaluate(async () => (await (await fetch('/api/v1/brief')).json()).data.sections.operations.fields.team);
    assert.equal(stored, 'Two fitters');
    assert.deepEqual(errors, []);
    await context.close();
  });
});

describe('the live Brief', { concurrency: 2 }, () => {
  test('folds what is finished, shows what is new, and says where a fact is from when one asks', async () => {
    const { context, page, errors } = await owner(ANSWERS.slice(0, 2));
    const writes = [];
    page.on('request', (request) => request.method() !== 'GET' && writes.push(request.url()));
    await visit(page, '/strategy');
    const fold = (section) => page.getByTestId(`fold-${section}`);
    const isOpen = async (section) => (await fold(section).getAttribute('aria-expanded')) === 'true';
    await fold('audience').waitFor();
    assert.deepEqual([await isOpen('identity'), await isOpen('audience')], [false, false]);
    await fold('identity').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-section=identity]').getByTestId('statement').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-section=identity]').getByTestId('statement').first().waitFor({ state: 'detached' });
    assert.deepEqual(writes, [], 'what is folded is nobody else’s business');
    await answer(page, ANSWERS[2]);
    const facts = page.locator('[data-section=offerings]').getByTestId('statement');
    await facts.filter({ hasText: '£60' }).waitFor();
    assert.deepEqual([await isOpen('identity'), await isOpen('offerings')], [false, true]);
    assert.ok(await facts.last().evaluate((row) => {
      const [inner, outer] = [row.getBoundingClientRect(), row.closest('aside').getBoundingClientRect()];
      return inner.top >= outer.top && inner.bottom <= outer.bottom;
    }), 'what is new is in sight');

    // Where it is from takes no room, and is not said of all at once.
    await page.getByTestId('composer').hover();
    const told = () => page.getByTestId('receipt').evaluateAll((all) => all.filter((one) => one.checkVisibility({ opacityProperty: true })).length);
    assert.equal(await told(), 0);
    const heights = await facts.evaluateAll((all) => all.map((one) => [one.offsetHeight, one.querySelector('.words').offsetHeight]));
    for (const [row, words] of heights) assert.ok(row - words <= 12, `${row - words} px of nothing`);
    const receipt = facts.filter({ hasText: '£60' }).getByTestId('receipt');
    await receipt.focus();
    assert.equal(await told(), 1);
    await page.keyboard.press('Enter');
    const words = page.locator('[data-testid=receipt-words]:popover-open');
    await expectText(words, ANSWERS[2]);
    await becomes(page, () => document.activeElement.matches(':popover-open'));
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('Escape');
    await words.waitFor({ state: 'detached' });
    assert.ok(await receipt.evaluate((button) => button === document.activeElement), 'the focus goes back');
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('shows with a finger where a fact is from', async () => {
    const { context, page, errors } = await owner(ANSWERS.slice(0, 2), PHONE);
    await visit(page, '/strategy');
    await page.getByTestId('brief-sheet').tap();
    const sheet = page.locator('dialog[open]');
    await sheet.getByTestId('fold-audience').tap();
    const row = sheet.getByTestId('statement').filter({ hasText: 'Homeowners' });
    assert.equal(await sheet.getByText('from your answer').filter({ visible: true }).count(), 0);
    await row.getByRole('button', { name: /^More/ }).tap();
    await row.getByText('from your answer', { exact: true }).tap();
    await expectText(page.locator('[data-testid=receipt-words]:popover-open'), ANSWERS[1]);
    assert.deepEqual(await smallTargets(page), []);
    assert.deepEqual(await sidewaysScroll(page), []);
    assert.deepEqual(await axeFindings(page), []);
    await page.locator('[data-testid=receipt-words]:popover-open').getByRole('button', { name: 'Show it in the conversation' }).tap();
    await becomes(page, () => document.activeElement.matches('li[id^="m-"]'));
    assert.deepEqual(errors, []);
    await context.close();
  });
});

describe('where a sentence is from', () => {
  test('is said of each one in the review and in the Brief, when one points at it, comes to it or taps it, and leads to the very words', async () => {
    const { context, page, errors } = await owner(ANSWERS);
    await page.evaluate(async () => {
      const { session } = (await (await fetch('/api/v1/brief/sessions/current')).json()).data;
      await fetch(`/api/v1/brief/sessions/${session.id}/ready`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: '{}' });
    });
    await visit(page, '/strategy/review');
    const words = page.locator('[data-testid=receipt-words]:popover-open');
    const { draft, id } = await session(page);
    const all = Object.entries(draft).flatMap(([section, { statements }]) => statements.map((one) => ({ section, ...one })));
    const assertEach = async (screen) => {
      for (const { section, text, receipts } of all) {
        const receipt = page.getByTestId(`${screen}-${section}`).getByRole('button', { name: `from your answer: ${text}`, exact: true });
        assert.equal(await receipt.count(), receipts.length > 0 ? 1 : 0, `${screen}: ${text}`);
      }
      assert.equal(await page.getByTestId('receipt').evaluateAll((some) => some.filter((one) => one.checkVisibility({ opacityProperty: true })).length), 0, 'and not of all at once');
    };
    await assertEach('review');
    // Pointed at: the words come, and go again.
    const goals = page.getByTestId('review-goals').getByTestId('receipt').first();
    await goals.hover();
    await expectText(words, ANSWERS[5]);
    await page.getByRole('heading', { level: 1 }).hover();
    await words.waitFor({ state: 'detached' });
    // By the keyboard: there while the focus is.
    await page.locator('#review-goals').focus();
    await page.keyboard.press('Tab');
    await expectText(words, ANSWERS[5]);
    assert.ok(await goals.evaluate((button) => button === document.activeElement), 'the focus stays where it is');
    await page.keyboard.press('Escape');
    await words.waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await expectText(words, ANSWERS[5]);
    await becomes(page, () => document.activeElement.matches(':popover-open'));
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('Escape');
    await words.waitFor({ state: 'detached' });
    assert.ok(await goals.evaluate((button) => button === document.activeElement), 'and is given back');

    await acceptAll(page);
    await approve(page);
    await assertEach('brief');
    await page.getByTestId('brief-goals').getByTestId('receipt').first().hover();
    await expectText(words, ANSWERS[5]);
    // The conversation has ended: what was said in it can be read, at the very words.
    await words.getByRole('link', { name: 'Show it in the conversation' }).click();
    const [message] = draft.goals.statements[0].receipts;
    await page.waitForURL(`**/strategy?said=${message}&in=${id}`);
    for (const how of ['arrived', 'reloaded']) {
      await expectText(page.getByTestId('past-conversation').locator('[aria-current=true]'), ANSWERS[5]);
      await becomes(page, (one) => document.activeElement.id === `m-${one}`, message);
      if (how === 'arrived') await page.reload();
    }
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('link', { name: 'Go to the conversation of now' }).click();
    await page.getByTestId('resting').waitFor();
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('is found by a finger, at each sentence of the Brief', async () => {
    const person = await people.make();
    const { context, page, errors } = await open(browser, cloud.origin, PHONE);
    await context.addCookies([(await person.session()).cookie]);
    await visit(page, '/strategy/brief');
    await page.getByTestId('brief-identity').getByTestId('receipt').first().tap();
    await expectText(page.locator('[data-testid=receipt-words]:popover-open'), `I run ${person.word} Plumbing.`);
    assert.deepEqual(await smallTargets(page), []);
    assert.deepEqual(await sidewaysScroll(page), []);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(errors, []);
    await context.close();
  });
});

describe('a change after the approval', () => {
  test('is shown as what goes and what comes, and only that is asked about', async () => {
    const { context, page, errors } = await owner(ANSWERS.slice(0, 3));
    // Approved, then something else is said, and drafted.
    const { answered } = await page.evaluate(async () => {
      const call = async (method, path, body, headers = {}) => {
        const response = await fetch(`/api/v1${path}`, {
          method,
          headers: { 'content-type': 'application/json', ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}), ...headers },
          body: JSON.stringify(body),
        });
        return { data: (await response.json()).data, tag: response.headers.get('etag') };
      };
      const { data: first } = await call('POST', '/brief/sessions', {});
      let { tag } = await call('POST', `/brief/sessions/${first.id}/ready`, {});
      for (const section of Object.keys(first.draft)) {
        ({ tag } = await call('PUT', `/brief/sessions/${first.id}/draft/sections/${section}`, { accepted: true }, { 'if-match': tag }));
      }
      await call('POST', `/brief/sessions/${first.id}/approve`, {});
      const { data: second } = await call('POST', '/brief/sessions', {});
      const { data: answered } = await call('POST', `/brief/sessions/${second.id}/messages`, { text: 'We have 120 five-star reviews.' });
      return { answered };
    });
    assert.ok(answered.draft.proof.statements.length > 0);
    // By hand, too: a price, in the form.
    await visit(page, '/strategy/form');
    const folded = page.locator('[data-testid=form-offerings] [data-fold][aria-expanded=false]');
    if ((await folded.count()) > 0) await folded.click();
    const at = (await rows(page, 'offerings-items')).findIndex(([name]) => name === 'Call-outs');
    await page.getByTestId('rows-offerings-items').getByTestId('row').nth(at).locator('input').nth(1).fill('£75');
    await drafted(page, (draft) => prices(draft).includes('Call-outs: £75'), 'the new price is saved');
    await page.getByTestId('form-review').click();
    await page.waitForURL('**/strategy/review');

    const diff = page.getByTestId('diff-offerings');
    await diff.waitFor();
    const pieces = async (selector) => (await diff.locator(selector).allTextContents()).map((text) => text.trim().replace(/,$/, ''));
    for (const part of ['.prose-lines', '[data-testid=changed-rows] tr:has(th:text-is("Call-outs"))']) {
      assert.deepEqual([await pieces(`${part} del`), await pieces(`${part} ins`)], [['Removed: £60'], ['Added: £75']], part);
    }
    assert.equal(await diff.getByTestId('changed-rows').locator('tr').count(), 1, 'of the rows only the one that changes');
    await expectText(page.getByTestId('diff-proof').locator('ins'), '120 five-star reviews');
    const changed = await page.evaluate(async () => {
      const get = async (path) => (await (await fetch(`/api/v1${path}`)).json()).data;
      const [{ sections }, { session: { draft } }] = [await get('/brief'), await get('/brief/sessions/current')];
      return Object.keys(sections).filter((name) => JSON.stringify(sections[name]) !== JSON.stringify(draft[name]));
    });
    assert.ok(changed.includes('proof') && changed.includes('offerings') && changed.length < 5, changed.join());
    const shown = () => page.locator('section[data-testid^=review-]').evaluateAll((all) => all.map((one) => one.dataset.testid.slice('review-'.length)));
    assert.deepEqual((await shown()).sort(), changed.sort(), 'only what changes is asked about');
    assert.ok(await diff.locator('del').first().evaluate((element) => getComputedStyle(element).textDecorationLine === 'line-through'));
    assert.deepEqual(await axeFindings(page), []);
    await page.getByTestId('show-unchanged').click();
    await expectText(page.getByTestId('review-identity'), 'As it stands');
    assert.equal((await shown()).length, 7);
    assert.equal(await page.locator('[data-testid^=accept-]:not([data-testid=accept-all])').count(), changed.length);
    assert.deepEqual(await axeFindings(page), []);
    // Refused, a section is what stands, byte for byte; and that can be undone.
    const sectionOf = (name) =>
      page.evaluate(async (section) => {
        const get = async (path) => (await (await fetch(`/api/v1${path}`)).json()).data;
        const [{ sections }, { session: { draft } }] = [await get('/brief'), await get('/brief/sessions/current')];
        return [JSON.stringify(sections[section]), JSON.stringify(draft[section])];
      }, name);
    const [stands, wanted] = await sectionOf('offerings');
    await page.getByTestId('refuse-offerings').focus();
    await page.keyboard.press('Enter');
    await expectText(page.getByTestId('review-offerings').getByRole('status'), 'As it stands');
    await becomes(page, () => document.activeElement.id === 'review-offerings');
    assert.deepEqual(await sectionOf('offerings'), [stands, stands]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await diff.waitFor();
    assert.deepEqual(await sectionOf('offerings'), [stands, wanted]);
    // What is wrong in an editor stays in sight.
    await page.getByTestId('edit-offerings').click();
    const price = page.getByTestId('rows-offerings-items').getByTestId('row').nth(at).locator('input').nth(1);
    await price.fill('cheap');
    await page.getByTestId('edit-offerings').press('Enter');
    await becomes(page, () => document.activeElement.closest('[data-row]') !== null);
    await price.fill('£75');
    await page.getByTestId('edit-offerings').click();
    await page.getByTestId('editor-offerings').waitFor({ state: 'detached' });
    await page.getByTestId('accept-all').click();
    await becomes(page, () => !document.querySelector('[data-testid=approve]').disabled);
    await becomes(page, () => document.activeElement !== document.body);
    await page.getByTestId('approve').click();
    await page.getByTestId('approved-line').waitFor();
    await expectText(page.getByTestId('brief-offerings'), '£75');
    for (const section of ['identity', 'audience', 'offerings', 'proof']) await expectText(page.getByTestId(`brief-${section}`), 'Ready');
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('by hand in the Brief counts at once, and is shown as what goes and what comes until one has looked at it', async () => {
    const person = await people.make();
    const { context, page, errors } = await open(browser, cloud.origin, { serviceWorkers: 'block' });
    await context.addCookies([(await person.session()).cookie]);
    await visit(page, '/strategy/brief');
    const stored = () => page.evaluate(async () => JSON.stringify((await (await fetch('/api/v1/brief')).json()).data.sections.offerings));
    const before = await stored();
    const saved = (holds, what) => becomes(page, async ([words, is]) => ((await (await fetch('/api/v1/brief')).text()).includes(words)) === is, [what, holds]);
    await page.getByTestId('edit-offerings').click();
    const row = page.getByTestId('rows-offerings-items').getByTestId('row').first();
    await row.locator('input').nth(0).fill('Leak search');
    await row.locator('input').nth(1).fill('£45');
    await saved(true, 'Leak search');
    await page.getByTestId('edit-offerings').click();
    const changed = page.getByTestId('changed-offerings');
    await expectText(changed.getByTestId('changed-rows'), 'Leak search');
    assert.deepEqual((await changed.getByTestId('changed-rows').locator('ins').allTextContents()).map((text) => text.trim()), ['Added: Leak search', 'Added: £45']);
    assert.deepEqual(await axeFindings(page), []);
    const after = await stored();
    await changed.getByRole('button', { name: /^Take it back/ }).focus();
    await page.keyboard.press('Enter');
    await changed.waitFor({ state: 'detached' });
    await becomes(page, () => document.activeElement.dataset.testid === 'edit-offerings');
    assert.equal(await stored(), before, 'byte for byte');
    await page.getByRole('button', { name: 'Undo' }).click();
    await changed.waitFor();
    await saved(true, 'Leak search');
    assert.equal(await stored(), after, 'and put back');
    await changed.getByRole('button', { name: /^Keep the change/ }).click();
    await changed.waitFor({ state: 'detached' });
    await becomes(page, () => document.activeElement.dataset.testid === 'edit-offerings');
    await expectText(page.getByTestId('brief-offerings'), 'Leak search');
    assert.deepEqual(errors, []);
    await context.close();
  });
});
