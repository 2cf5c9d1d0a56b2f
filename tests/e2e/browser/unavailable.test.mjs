// The server cannot do it just now, whatever it is asked for the first time; or it has done it, and its answer got lost. Nobody notices.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { cloudForAll } from './cloud.mjs';
import { acceptAll, answer, ANSWERS, approve, expectText, signUp, visit } from './owner.mjs';

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

const COMPLAINTS = /could not|not saved|not sent|no answer|offline|elsewhere|went wrong|did not work|already an account|try again/i;

/** Remembers every complaint that one could read, however briefly. */
function recordComplaints(source) {
  const complaint = new RegExp(source, 'i');
  window.complaints = [];
  new MutationObserver(() => {
    for (const element of document.querySelectorAll('[role=alert], [role=status], [data-error], [data-testid=notice], [data-toasts]')) {
      const text = element.innerText ?? '';
      if (complaint.test(text) && element.checkVisibility()) window.complaints.push(text);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** One name for all calls of a kind: ids and sections are none of it. */
function kindOf(request) {
  const path = new URL(request.url()).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|(?<=\/)[a-z]+_[A-Za-z0-9]{10,}/g, '*').replace(/(?<=\/sections\/)\w+/, '*');
  return `${request.method()} ${path}`;
}

const UNAVAILABLE = {
  status: 503,
  headers: { 'retry-after': '0', 'content-type': 'application/problem+json' },
  body: JSON.stringify({ type: 'https://xentri.app/problems/unavailable', title: 'Not available right now', status: 503 }),
};
const GATEWAY = { status: 500, headers: { 'content-type': 'application/json' }, body: '{"message":"Internal Server Error"}' };

/** The first calls of each kind are answered so; `done`: after they have had their effect. Returns how often each kind was asked for. */
async function falter(context, address, { answers, done }) {
  const times = new Map();
  await context.route(address, async (route) => {
    const kind = kindOf(route.request());
    const answer = answers[times.get(kind) ?? 0];
    times.set(kind, (times.get(kind) ?? 0) + 1);
    if (answer === undefined) return route.fallback();
    if (done) await route.fetch();
    return route.fulfill(answer);
  });
  return times;
}

async function assertNoComplaints(page, where) {
  assert.deepEqual(await page.evaluate(() => window.complaints), [], where);
}

/** Everything that the screens can ask for, in the order in which an owner comes by it. */
async function doEverything(page, email) {
  await signUp(page, email);
  await answer(page, ANSWERS[0]);
  const fact = page.locator('#main button[aria-label^="Edit: "]').first();
  await fact.click();
  await page.getByRole('textbox', { name: 'What your Brief says' }).fill('Hart Plumbing, of Leeds');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expectText(page.getByTestId('brief-panel'), 'Hart Plumbing, of Leeds');
  await assertNoComplaints(page, 'in the conversation');

  await visit(page, '/strategy/form');
  await page.getByTestId('form-review').click();
  await page.waitForURL('**/strategy/review');
  await acceptAll(page);
  await approve(page);
  await page.getByTestId('edit-goals').click();
  await page.getByTestId('statements-goals').fill('Ten boiler services a week.');
  await expectText(page.getByTestId('save-status'), 'Saved');
  await page.getByRole('button', { name: 'Mark as ready' }).click();
  await expectText(page.getByTestId('brief-goals'), 'Ready');
  await assertNoComplaints(page, 'in the Brief');

  await page.getByTestId('nav-settings').click();
  await page.getByTestId('settings-name').fill('Ann Hart');
  await expectText(page.getByTestId('save-status'), 'Saved');
  // A session that is due for its next token.
  await page.evaluate(() => localStorage.setItem('xentri.session-until', String(Date.now())));
  await visit(page, '/strategy/activity');
  await expectText(page.getByTestId('activity'), 'You approved your Brief');
  await assertNoComplaints(page, 'in the activity');
}

/** What the server holds afterwards: each thing was done once. */
async function assertDoneOnce(page) {
  const { events, messages } = await page.evaluate(async () => {
    const get = async (path) => {
      for (;;) {
        const response = await fetch(`/api/v1${path}`);
        if (response.ok) return (await response.json()).data;
      }
    };
    const events = await get('/events?limit=100');
    const conversation = events.find((event) => event.type === 'xentri.brief.session_started.v1').correlation_id;
    return { events: events.map((event) => event.type), messages: await get(`/brief/sessions/${conversation}/messages?limit=100`) };
  });
  for (const type of ['user.signup', 'org.created', 'brief.session_started', 'brief.created']) {
    assert.equal(events.filter((one) => one === `xentri.${type}.v1`).length, 1, `${type} in ${events}`);
  }
  assert.deepEqual(messages.filter(({ role }) => role === 'owner').map(({ text }) => text), [ANSWERS[0]]);
}

describe('nobody notices that the server', { concurrency: 2 }, () => {
  const FALTERINGS = {
    'could not do it, and had no time left for it the next time': { answers: [UNAVAILABLE, GATEWAY], done: false },
    'had done it, and its answer got lost': { answers: [UNAVAILABLE], done: true },
  };
  for (const [at, [name, how]] of Object.entries(FALTERINGS).entries()) {
    test(name, async () => {
      const { context, page, errors } = await open(browser, cloud.origin, { serviceWorkers: 'block' });
      await context.addInitScript(recordComplaints, COMPLAINTS.source);
      const kinds = await falter(context, '**/api/**', how);
      await doEverything(page, `falter-${at}@example.com`);
      await assertDoneOnce(page);
      await page.getByTestId('user-menu').click();
      await page.getByTestId('sign-out').click();
      await page.waitForURL('**/sign-in');
      await page.getByTestId('sign-in-form').waitFor();
      await assertNoComplaints(page, 'after signing out');
      // Of a change that was done already the console says 412, with which it is seen that it was.
      assert.deepEqual(errors.filter((error) => !(how.done && error.includes('412'))), []);
      for (const part of ['GET /api/v1/me', 'PATCH /api/v1/me', 'PUT ', 'PATCH /api/v1/brief', '/auth/exchange', '/auth/refresh', '/auth/logout', '/messages', '/ready', '/approve']) {
        assert.ok([...kinds.keys()].some((kind) => kind.includes(part)), `${part} is among ${[...kinds.keys()]}`);
      }
      await context.close();
    });
  }

  test('of the sign-in could not do it at first', async () => {
    const { context, page } = await open(browser, cloud.origin, { serviceWorkers: 'block' });
    await context.addInitScript(recordComplaints, COMPLAINTS.source);
    const kinds = await falter(context, '**/__clerk/v1/**', { answers: [{ status: 503, body: 'Service Unavailable' }], done: false });
    await signUp(page, 'falter-clerk@example.com');
    await page.getByTestId('user-menu').click();
    await page.getByTestId('sign-out').click();
    await page.waitForURL('**/sign-in');
    await assertNoComplaints(page, 'signed up, and out');
    assert.ok(kinds.size >= 4, `asked for ${[...kinds.keys()]}`);
    await context.close();
  });

  test('cannot do it for now, where that lasts: one is told, is not signed out for it, and goes on once it can', async () => {
    const { context, page } = await open(browser, cloud.origin, { serviceWorkers: 'block' });
    let away = true;
    await context.route('**/api/v1/auth/exchange', (route) => (away ? route.fulfill({ ...UNAVAILABLE, headers: { 'retry-after': '60' } }) : route.fallback()));
    await page.goto('/sign-up');
    await page.getByLabel('E-mail', { exact: true }).fill('patient@example.com');
    await page.getByLabel('Password', { exact: true }).fill('a calm and long pass phrase');
    await page.getByTestId('submit').click();
    await expectText(page.locator('[data-step=account] [data-error=form]'), 'Nothing is lost; try again.');
    away = false;
    await page.getByTestId('submit').click();
    await page.waitForURL('**/strategy');
    await page.getByTestId('message-copilot').first().waitFor();
    await context.close();
  });
});
