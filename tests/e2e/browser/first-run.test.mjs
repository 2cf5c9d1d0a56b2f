// Acceptance of the first run, as a person goes through it: no console error, nothing serious for axe.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axeFindings, becomes, launch, open } from './browser.mjs';
import { pagesOf } from './built.mjs';
import { cloudForAll, startCloud } from './cloud.mjs';
import { acceptAll, ANSWERS, answer, approve, converse, draft, expectText, mailedCode, signUp, visit } from './owner.mjs';

const { screens } = await pagesOf();

const PASSWORD = 'a calm and long pass phrase';

let cloud;
let browser;

before(async () => {
  cloud = await cloudForAll();
  browser = await launch({ whole: true });
});

after(async () => {
  await browser?.close();
  await cloud?.stop();
});

async function assertClean(page, errors) {
  assert.deepEqual(await axeFindings(page), [], `axe on ${page.url()}`);
  assert.deepEqual(errors, [], `console on ${page.url()}`);
}

async function eventTypes(page) {
  const types = await page.getByTestId('event').evaluateAll((rows) => rows.map((row) => row.dataset.type));
  return types.reverse();
}

test('a stranger signs up, talks, edits, approves, and finds every step again after a restart', async (t) => {
  // What is stopped in the middle cannot be shared.
  const cloud = await startCloud();
  t.after(() => cloud.stop());
  const { context, page, errors } = await open(browser, cloud.origin);
  await page.goto('/');
  await assertClean(page, errors);
  await page.goto('/sign-up');
  await assertClean(page, errors);
  await signUp(page, 'ann@example.com', PASSWORD);
  await expectText(page.getByTestId('message-copilot').first(), 'What do you do?');
  await assertClean(page, errors);

  await converse(page);
  await expectText(page.getByTestId('brief-panel'), 'Hart Plumbing');
  await assertClean(page, errors);

  await draft(page);
  await page.getByTestId('edit-identity').click();
  await page.getByTestId('statements-identity').fill('Hart Plumbing repairs and installs bathrooms in Leeds.');
  await page.getByTestId('edit-identity').click();
  await expectText(page.getByTestId('review-identity'), 'Hart Plumbing repairs and installs bathrooms in Leeds.');
  await assertClean(page, errors);
  await acceptAll(page);
  await approve(page);
  await assertClean(page, errors);

  await page.getByTestId('nav-brief').click();
  await expectText(page.getByTestId('brief-identity'), 'repairs and installs bathrooms in Leeds');
  await page.getByTestId('brief-audience').getByTestId('receipt').first().click();
  await expectText(page.getByTestId('brief-audience').getByTestId('source').first(), ANSWERS[1]);
  await assertClean(page, errors);
  await page.getByTestId('nav-activity').click();
  await expectText(page.getByTestId('activity'), 'You approved your Brief');
  await assertClean(page, errors);
  const milestones = ['xentri.user.signup.v1', 'xentri.org.created.v1', 'xentri.brief.created.v1'];
  assert.deepEqual((await eventTypes(page)).filter((type) => milestones.includes(type)), milestones);

  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await cloud.restart(async () => {
    await page.goto('/strategy/brief');
    await expectText(page.getByTestId('notice'), 'You are offline.');
    await page.getByTestId('error-island').waitFor();
    await expectText(page.getByTestId('brief-identity'), 'repairs and installs bathrooms in Leeds');
    assert.equal(await page.title(), 'Brief · Strategy · Xentri');
    assert.deepEqual(await axeFindings(page), []);
  });
  const kept = await page.evaluate(async () => {
    const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)));
    return (await Promise.all(caches.map((cache) => cache.keys()))).flat().map((request) => new URL(request.url).pathname);
  });
  assert.ok(kept.length > 0 && kept.every((path) => screens.includes(path) || path.startsWith('/_astro/')), `only the pages of the frame and their assets are kept: ${kept}`);
  // It comes by itself, as soon as somebody answers.
  await expectText(page.getByTestId('brief-identity'), 'repairs and installs bathrooms in Leeds');
  errors.length = 0; // The calls that met nobody are what showed that one is offline.
  await page.goto('/strategy/brief');
  await expectText(page.getByTestId('brief-identity'), 'repairs and installs bathrooms in Leeds');
  await page.goto('/strategy/activity');
  await expectText(page.getByTestId('activity'), 'You approved your Brief');
  assert.deepEqual((await eventTypes(page)).filter((type) => milestones.includes(type)), milestones);
  await assertClean(page, errors);
  await context.close();
});

// Each is a person of their own, so two can be at it at once.
describe('a person', { concurrency: 2 }, () => {
  test('one comes in with the social provider, leaves, and comes back', async () => {
    const { context, page, errors } = await open(browser, cloud.origin);
    await page.goto('/sign-up');
    await page.getByTestId('google').click();
    await page.waitForURL('**/fake-provider**');
    await page.getByLabel('E-mail', { exact: true }).fill('gina@example.com');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/strategy');
    await page.getByTestId('message-copilot').first().waitFor();
    await page.getByTestId('user-menu').click();
    await expectText(page.getByTestId('user-email'), 'gina@example.com');
    await page.getByTestId('sign-out').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/strategy'));
    await page.goto('/strategy');
    await page.waitForURL('**/sign-in**');
    errors.length = 0; // The refused request is what shows that the session is over.
    await page.getByTestId('google').click();
    await page.waitForURL('**/fake-provider**');
    await page.getByLabel('E-mail', { exact: true }).fill('gina@example.com');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/strategy');
    await page.getByTestId('message-copilot').first().waitFor();
    await assertClean(page, errors);
    await context.close();
  });

  test('a forgotten password is reset with the code from the mail, and nobody stays signed in by the old one', async () => {
    const elsewhere = await open(browser, cloud.origin);
    await signUp(elsewhere.page, 'rob@example.com', PASSWORD);

    const { context, page, errors } = await open(browser, cloud.origin);
    await page.goto('/forgot-password');
    await assertClean(page, errors);
    await page.getByLabel('E-mail', { exact: true }).fill('rob@example.com');
    await page.getByTestId('submit').click();
    await page.getByTestId('reset-form').waitFor();
    await page.getByLabel('Code from the e-mail').fill(await mailedCode(context, 'rob@example.com'));
    await page.getByLabel('New password', { exact: true }).fill('another calm pass phrase');
    await page.getByTestId('submit-reset').click();
    await page.waitForURL('**/strategy');
    await page.getByTestId('message-copilot').first().waitFor();
    await assertClean(page, errors);

    // Once the provider has told us.
    await elsewhere.page.waitForFunction(async () => (await fetch('/api/v1/me')).status === 401, undefined, { polling: 500 });
    await elsewhere.page.goto('/strategy/brief');
    await elsewhere.page.waitForURL('**/sign-in?*why=ended*');
    await elsewhere.context.close();
    await page.goto('/strategy/brief');
    await page.getByTestId('user-menu').waitFor();
    await context.close();
  });

  test('wrong credentials say so under their field, and nothing is lost', async () => {
    const { context, page } = await open(browser, cloud.origin);
    await page.goto('/sign-in');
    await page.getByLabel('E-mail', { exact: true }).fill('nobody@example.com');
    await page.getByLabel('Password', { exact: true }).fill('wrong wrong wrong');
    await page.getByTestId('submit').click();
    await page.locator('[data-error]:not(:empty), [role=alert]:not(:empty), .text-error:not(:empty)').first().waitFor();
    assert.equal(await page.getByLabel('E-mail', { exact: true }).inputValue(), 'nobody@example.com');
    assert.deepEqual(await axeFindings(page), []);
    await context.close();
  });

  test('one leaves in the middle and comes back to where one was; the theme is kept for the person', async () => {
    const { context, page, errors } = await open(browser, cloud.origin, { colorScheme: 'dark' });
    await signUp(page, 'kay@example.com', PASSWORD);
    await answer(page, ANSWERS[0]);
    const kept = page.waitForResponse((response) => response.url().endsWith('/api/v1/me') && response.request().method() === 'PATCH');
    await page.getByTestId('theme-switch').click();
    await becomes(page, () => document.documentElement.dataset.theme === 'light');
    assert.equal((await kept).status(), 200);
    await page.goto('/brand');
    await page.getByTestId('quiet-brand').waitFor();
    await assertClean(page, errors);
    await page.goto('/strategy');
    await page.getByTestId('welcome-back').waitFor();
    await expectText(page.getByTestId('brief-panel'), 'Hart Plumbing');
    await context.close();

    const other = await open(browser, cloud.origin, { colorScheme: 'dark' });
    await other.page.goto('/sign-in');
    await other.page.getByLabel('E-mail', { exact: true }).fill('kay@example.com');
    await other.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await other.page.getByTestId('submit').click();
    await other.page.waitForURL('**/strategy');
    await becomes(other.page, () => document.documentElement.dataset.theme === 'light');
    await other.context.close();
  });

  test('what is left as a draft on purpose is left so after a reload and on another device', async () => {
    const { context, page, errors } = await open(browser, cloud.origin);
    await signUp(page, 'lea@example.com', PASSWORD);
    await answer(page, ANSWERS[0]);
    await visit(page, '/strategy/form');
    await page.getByTestId('form-review').click();
    await page.waitForURL('**/strategy/review');
    await page.getByTestId('accept-identity').click();
    await page.getByTestId('leave-goals').click();
    await expectText(page.getByTestId('review-goals'), 'Not sure yet');
    await visit(page, '/strategy/review');
    await expectText(page.getByTestId('review-goals'), 'Not sure yet');
    await assertClean(page, errors);

    const other = await open(browser, cloud.origin);
    await other.page.goto('/sign-in?next=/strategy/review');
    await other.page.getByLabel('E-mail', { exact: true }).fill('lea@example.com');
    await other.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await other.page.getByTestId('submit').click();
    await other.page.waitForURL('**/strategy/review');
    await expectText(other.page.getByTestId('review-goals'), 'Not sure yet');
    await expectText(other.page.getByTestId('review-identity'), 'Accepted');
    await other.page.getByTestId('leave-goals').click();
    await expectText(other.page.getByTestId('review-goals'), 'To read');
    await visit(page, '/strategy/review');
    await expectText(page.getByTestId('review-goals'), 'To read');
    await other.context.close();
    await context.close();
  });

  test('offline, what one has written stays and is sent only when one agrees', async () => {
    const { context, page } = await open(browser, cloud.origin);
    await signUp(page, 'olaf@example.com', PASSWORD);
    await context.setOffline(true);
    await page.getByTestId('composer').fill(ANSWERS[0]);
    await page.getByTestId('send').click();
    await expectText(page.getByTestId('notice'), 'You are offline.');
    await expectText(page.getByTestId('answer-waiting'), 'Hart Plumbing');
    await context.setOffline(false);
    await expectText(page.getByTestId('notice'), 'You are back online. One answer is waiting.');
    assert.deepEqual(await axeFindings(page), []);
    assert.equal(await page.getByTestId('message-copilot').count(), 1, 'nothing was sent behind one’s back');
    await page.reload();
    await expectText(page.getByTestId('answer-waiting'), 'Hart Plumbing');
    await page.getByTestId('notice').getByRole('button', { name: 'Send now' }).click();
    await expectText(page.getByTestId('brief-panel'), 'Hart Plumbing');
    await page.getByTestId('notice').waitFor({ state: 'hidden' });
    await context.close();
  });
});
