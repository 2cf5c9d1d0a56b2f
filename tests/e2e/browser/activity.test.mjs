// What has happened, told: consecutive edits are one row with from and to, "Why?" leads back to what somebody did, what is shown stands in the
// address, and an event is read in words before it is read as it is written down. One owner's journey, seen by everything below.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axeFindings, launch, open, sidewaysScroll, smallTargets } from './browser.mjs';
import { cloudForAll } from './cloud.mjs';
import { expectText } from './expect.mjs';
import { peopleOf } from './people.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
/** More edits of one section than a page holds. */
const EDITS = 33;

let cloud;
let browser;
let person;
let opened;

before(async () => {
  cloud = await cloudForAll();
  const people = await peopleOf(cloud);
  person = await people.make();
  browser = await launch();
  opened = await signedIn();
  await opened.page.goto('/settings');
  await opened.page.evaluate(edit, { texts: Array.from({ length: EDITS }, (_, at) => `Open shop number ${at + 1}.`), section: 'goals' });
  await opened.page.evaluate(edit, { texts: ['Five stars by Mr Brown.'], section: 'proof' });
});

after(async () => {
  await browser?.close();
  await cloud?.stop();
});

async function signedIn(options = {}) {
  const opened = await open(browser, cloud.origin, options);
  await opened.context.addCookies([(await person.session()).cookie]);
  return opened;
}

/** In the page: one edit of a section after the other. */
async function edit({ texts, section }) {
  for (const text of texts) {
    const brief = await fetch('/api/v1/brief');
    const content = { statements: [{ id: 'mine', text, source: 'owner', receipts: [] }], fields: {} };
    const headers = { 'content-type': 'application/json', 'if-match': brief.headers.get('etag') };
    const { ok } = await fetch(`/api/v1/brief/sections/${section}`, { method: 'PATCH', headers, body: JSON.stringify({ content }) });
    if (!ok) throw new Error(text);
  }
}

/** How many events each row stands for, from the newest. */
const counts = (page) => page.getByTestId('event').evaluateAll((rows) => rows.map((row) => Number(row.dataset.events)));
const row = (page, words) => page.getByTestId('event').filter({ hasText: words }).first();

/** Every event that the server has. */
const log = (page) =>
  page.evaluate(async () => {
    const all = [];
    for (let cursor = ''; ; ) {
      const { data, meta } = await (await fetch(`/api/v1/events?limit=100${cursor}`)).json();
      all.push(...data);
      if (meta.next_cursor === null) return all;
      cursor = `&cursor=${meta.next_cursor}`;
    }
  });

describe('the activity', () => {
  test('joins what one went on doing over the boundary of a page, says from what to what, and leaves out no event', async () => {
    const { page, errors } = opened;
    await page.goto('/strategy/activity');
    await expectText(row(page, '“Reviews”'), 'Five stars by Mr Brown.');
    const goals = row(page, '“Goals”');
    await expectText(goals, 'You changed “Goals” in your Brief, 29 times (it may go on in what is earlier)');
    await page.getByTestId('activity-earlier').click();
    await expectText(goals, `You changed “Goals” in your Brief, ${EDITS} times`);
    await expectText(goals.getByTestId('event-change').first(), `Open shop number ${EDITS}.`);
    assert.ok(!(await goals.innerText()).includes('earlier'));
    const all = await log(page);
    assert.equal((await counts(page)).reduce((a, b) => a + b), all.length, 'each event is in one row');

    await goals.getByTestId('event-each').click();
    await expectText(goals.getByTestId('event-diff').first(), `Open shop number ${EDITS}.`);
    const each = await goals.getByTestId('event-one').evaluateAll((ones) => ones.map((one) => one.dataset.event));
    assert.deepEqual(each, all.filter(({ payload }) => payload.section === 'goals').map(({ id }) => id), 'in their order');
    const second = goals.getByTestId('event-one').nth(EDITS - 2);
    await second.scrollIntoViewIfNeeded();
    await expectText(second.getByTestId('event-change'), 'from “Open shop number 1.” to “Open shop number 2.”');
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(errors, []);
  });

  test('leads back to what somebody did, each step with where it can be seen', async () => {
    const { page, errors } = opened;
    await page.goto('/strategy/activity');
    await row(page, '“Reviews”').getByTestId('event-why').click();
    const chain = page.getByTestId('why-chain');
    await expectText(chain, 'You changed “Reviews” in your Brief');
    const steps = await chain.locator('li').allInnerTexts();
    const told = ['signed up', 'created your workspace', 'You began a conversation', 'drafted your Brief', 'You approved', 'You changed “Reviews”'];
    assert.equal(steps.length, told.length, steps.join('\n'));
    told.forEach((words, at) => assert.ok(steps[at].includes(words), `${words} in ${steps[at]}`));
    await expectText(chain, 'It was made from one of your answers.');
    assert.deepEqual(await axeFindings(page), []);

    const all = await log(page);
    for (const event of all) {
      const { data } = await page.evaluate(async (id) => (await fetch(`/api/v1/events?leading_to=${id}&limit=100`)).json(), event.id);
      assert.equal(data.at(-1).type, 'xentri.user.signup.v1', event.type);
    }

    // The very words, and not the conversation as a whole.
    await chain.getByTestId('made-from').getByRole('link', { name: 'one of your answers' }).click();
    const answered = all.findLast(({ type }) => type === 'xentri.brief.drafted.v1');
    await page.waitForURL(`**/strategy?said=${answered.payload.answers[0]}&in=${answered.payload.session_id}`);
    await expectText(page.locator('[aria-current=true].words-owner'), `I run ${person.word} Plumbing.`);
    await page.goBack();
    await row(page, '“Reviews”').getByTestId('event-why').click();
    await chain.getByRole('link', { name: /^Version 1 of your Brief/ }).click();
    await expectText(page.getByTestId('version-1'), 'The first version: there is nothing to compare it with.');
    await page.keyboard.press('Escape');
    await page.getByTestId('history').waitFor({ state: 'hidden' });
    assert.equal(new URL(page.url()).search, '', 'what was closed does not come back with a reload');
    assert.deepEqual(errors, []);
  });

  test('keeps what it shows in the address, over a reload, back and forward, and for whoever is sent it', async () => {
    const { page, errors } = opened;
    await page.goto('/strategy/activity');
    await page.getByTestId('event').first().waitFor();
    const kind = page.getByTestId('filter-what');
    await kind.focus();
    await kind.selectOption({ label: 'Brief approved' });
    await expectText(page.getByTestId('activity'), 'You approved your Brief');
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=event]').length === 1);
    assert.equal(await kind.evaluate((box) => box === document.activeElement), true, 'the focus stays where one chooses');
    await page.getByTestId('filter-who').selectOption({ label: 'You' });
    await page.waitForURL(`**/strategy/activity?who=${person.id}&kind=brief.created`);
    await page.reload();
    await expectText(page.getByTestId('activity'), 'You approved your Brief');
    assert.equal(await kind.inputValue(), 'xentri.brief.created.v1');
    await page.getByTestId('filter-to').fill('2020-01-01');
    await expectText(page.getByTestId('activity-no-match'), 'Nothing that happened matches this.');
    await page.goBack();
    await expectText(page.getByTestId('activity'), 'You approved your Brief');
    assert.equal(await page.getByTestId('filter-to').inputValue(), '');
    await page.goForward();
    await page.getByTestId('activity-no-match').waitFor();
    await page.getByTestId('activity-all').click();
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=event]').length > 1);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the button has gone: one goes on at the heading');
    await page.goBack();
    await page.getByTestId('activity-no-match').waitFor();
    await page.getByTestId('nav-activity').click();
    await page.waitForURL('**/strategy/activity');
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=event]').length > 1);

    // Half a day is no filter, and is neither lost nor kept silent about; one that is filtered by stays until another is whole.
    const from = page.getByTestId('filter-from');
    await from.focus();
    await page.keyboard.type('27');
    await kind.focus();
    await expectText(page.getByTestId('day-complaint'), 'This is no whole day yet.');
    await kind.selectOption({ label: 'Brief approved' });
    await page.waitForURL('**/strategy/activity?kind=brief.created');
    assert.equal(await from.evaluate((box) => box.validity.badInput), true, 'what was typed stands there');
    assert.deepEqual(await axeFindings(page), []);
    await from.fill('2020-01-01');
    await page.waitForURL('**from=2020-01-01');
    await page.getByTestId('day-complaint').waitFor({ state: 'detached' });
    await from.focus();
    await page.keyboard.press('Backspace');
    await kind.focus();
    await expectText(page.getByTestId('day-complaint'), 'This is no whole day yet.');
    assert.ok(page.url().endsWith('from=2020-01-01'));
    await from.fill('1999-12-31');
    await kind.focus();
    await expectText(page.getByTestId('day-complaint'), 'Nothing is kept from before the year 2000.');
    await page.goto('/strategy/activity');

    // Sent to somebody who has to sign in first.
    const other = await open(browser, cloud.origin);
    await other.page.goto('/strategy/activity?kind=brief.created');
    await other.page.waitForURL(`**/sign-in?next=${encodeURIComponent('/strategy/activity?kind=brief.created')}*`);
    await other.context.close();
    assert.deepEqual(errors, []);
  });

  test('says what is wrong with an address, and offers the way back', async () => {
    const { page, errors } = opened;
    await page.goto('/strategy/activity?kind=lunch&from=2026-02-30');
    const wrong = page.getByTestId('activity-wrong');
    await expectText(wrong, 'There is no activity of the kind “lunch”.');
    await expectText(wrong, '“2026-02-30” is no day.');
    assert.equal(await page.getByTestId('event').count(), 0);
    assert.deepEqual(await axeFindings(page), []);
    await wrong.getByRole('link', { name: 'Show everything' }).click();
    await page.getByTestId('event').first().waitFor();
    assert.equal(new URL(page.url()).search, '');
    assert.deepEqual(errors, []);
  });

  test('reads in words first, and asks for what it shows in one call, of a filter too', async () => {
    const { page, errors } = opened;
    const calls = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/api/v1/')) calls.push(pathname + search);
    });
    await page.goto('/strategy/activity?kind=brief.created');
    await page.getByTestId('event-details').click();
    assert.deepEqual(calls.filter((call) => call.startsWith('/api/v1/events')), ['/api/v1/events?type=xentri.brief.created.v1&limit=30']);
    const facts = page.getByTestId('event-facts');
    await expectText(facts, 'Left as drafts');
    await expectText(facts, 'Version 1');
    const text = await facts.innerText();
    assert.ok(text.indexOf('Place in the log') < text.indexOf('"causation_id"'), text);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(errors, []);
  });

  test('fits a phone, and offline says what it cannot show', async () => {
    const { context, page } = await signedIn(PHONE);
    await page.goto('/strategy/activity');
    await row(page, '“Reviews”').getByTestId('event-why').tap();
    await page.getByTestId('why-chain').waitFor();
    await row(page, '“Goals”').getByTestId('event-each').tap();
    await page.getByTestId('event-one').first().waitFor();
    assert.deepEqual(await sidewaysScroll(page), []);
    assert.deepEqual(await smallTargets(page), []);
    assert.deepEqual(await axeFindings(page), []);
    await page.getByTestId('open-filters').tap();
    assert.deepEqual(await sidewaysScroll(page), []);
    assert.deepEqual(await smallTargets(page), []);
    await context.setOffline(true);
    await page.getByTestId('filter-what').selectOption({ label: 'Brief approved' });
    await expectText(page.getByTestId('activity'), 'The activity could not be loaded.');
    await context.setOffline(false);
    await expectText(page.getByTestId('activity'), 'You approved your Brief');
    await context.close();
  });
});
