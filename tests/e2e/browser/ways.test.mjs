// A way everywhere: out of every message, back to what one was at, and to every screen from every other one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axeFindings, becomes, launch, open } from './browser.mjs';
import { cloudForAll } from './cloud.mjs';
import { expectText } from './expect.mjs';
import { mailedCode, signUp, visit } from './owner.mjs';
import { peopleOf } from './people.mjs';

const PASSWORD = 'a calm and long pass phrase';
/** The smallest picture there is. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

let cloud;
let browser;
let people;

before(async () => {
  cloud = await cloudForAll();
  browser = await launch();
  people = await peopleOf(cloud);
});

after(async () => {
  await browser?.close();
  await cloud?.stop();
});

/** As the server sees it: the session is over, and no tab has heard of it. */
async function endSession(context) {
  await context.request.post('/api/v1/auth/logout', { headers: { origin: cloud.origin } });
}

async function emailBox(page) {
  const box = page.locator('form:not([hidden])').getByLabel('E-mail', { exact: true });
  await box.waitFor();
  return box;
}

async function signInAs(page, email) {
  await (await emailBox(page)).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByTestId('submit').click();
  await page.waitForURL('**/strategy**');
}

describe('a way', { concurrency: 2 }, () => {
  test('back to one’s answer leads through the sign-in for the one who wrote it, and for nobody else', async () => {
    const { context, page } = await open(browser, cloud.origin);
    await signUp(page, 'kept@example.com', PASSWORD);
    await page.getByTestId('composer').fill('We do repairs that nobody else wants to do.');
    await endSession(context);
    await page.getByTestId('nav-activity').click();
    await page.waitForURL('**/sign-in?*why=ended*');
    await expectText(page.locator('[data-why]'), 'You were signed out. Your answer is kept.');
    assert.deepEqual(await axeFindings(page), []);

    const other = await people.make();
    await context.addCookies([(await other.session()).cookie]);
    await visit(page, '/strategy');
    assert.equal(await page.getByTestId('composer').inputValue(), '', 'somebody else is shown nothing of it');
    await context.clearCookies();
    await page.goto('/sign-in?next=/strategy');
    await signInAs(page, 'kept@example.com');
    await becomes(page, () => document.querySelector('[data-testid=composer]')?.value === 'We do repairs that nobody else wants to do.');
    await context.close();
  });

  test('out of each message on the way in is a link, which takes the address along and shows it to nobody', async () => {
    const { context, page } = await open(browser, cloud.origin);
    const seen = [];
    page.on('request', (request) => seen.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
    await signUp(page, 'links@example.com', PASSWORD);
    await context.clearCookies();
    await page.evaluate(() => localStorage.clear());

    await page.goto('/sign-up?next=/settings');
    await (await emailBox(page)).fill('links@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByTestId('submit').click();
    await page.getByRole('link', { name: 'Sign in instead' }).click();
    await page.waitForURL('**/sign-in?next=%2Fsettings');
    await becomes(page, () => document.activeElement?.id === 'password');
    assert.equal(await (await emailBox(page)).inputValue(), 'links@example.com');
    await page.getByLabel('Password', { exact: true }).fill('not the right one');
    await page.getByTestId('submit').click();
    const reset = page.getByRole('link', { name: 'reset it' });
    await reset.waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await reset.click();
    await page.waitForURL('**/forgot-password?next=%2Fsettings');
    await becomes(page, () => document.querySelector('#email')?.value === 'links@example.com');
    assert.deepEqual(seen.filter((one) => /links(@|%40)/.test(one)), [], 'no address of a page or call has it');
    assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes('links@')), false, 'and it is kept no longer than the step takes');
    await context.close();
  });

  test('to a new code is there after a wait, for the same address, also when the page was dropped meanwhile', async () => {
    const { context, page } = await open(browser, cloud.origin);
    await signUp(page, 'codes@example.com', PASSWORD);
    await context.clearCookies();
    await page.evaluate(() => localStorage.clear());
    await page.clock.install();
    await page.goto('/forgot-password');
    await (await emailBox(page)).fill('codes@example.com');
    await page.getByTestId('submit').click();
    const again = page.getByTestId('new-code');
    await expectText(again, 'Send a new code in ');
    assert.equal(await again.getAttribute('aria-disabled'), 'true');
    const first = await mailedCode(context, 'codes@example.com');
    assert.deepEqual(await axeFindings(page), []);
    await page.clock.fastForward(31_000);
    await becomes(page, () => document.querySelector('[data-testid=new-code]').getAttribute('aria-disabled') === 'false');
    await again.click();
    await expectText(page.locator('[data-step=reset] [data-said]'), 'A new code is on its way.');
    await expectText(again, 'Send a new code in ');

    await page.reload();
    await page.getByTestId('reset-form').waitFor();
    await expectText(page.getByTestId('reset-form'), 'codes@example.com');
    const second = await mailedCode(context, 'codes@example.com', first);
    await page.getByLabel('Code from the e-mail').fill(second);
    await page.getByLabel('New password', { exact: true }).fill('another calm pass phrase');
    await page.getByTestId('submit-reset').click();
    await page.waitForURL('**/strategy');
    await context.close();
  });

  test('up is a link, and every screen’s title says where one is', async () => {
    const { context, page, errors } = await open(browser, cloud.origin);
    await signUp(page, 'crumbs@example.com', PASSWORD);
    const titles = new Set();
    for (const path of ['/strategy', '/strategy/form', '/strategy/activity', '/brand', '/settings']) {
      await page.goto(path);
      titles.add(await page.title());
      const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link');
      const last = crumbs.last();
      assert.equal(await last.getAttribute('aria-current'), 'page');
      assert.equal(await last.getAttribute('href'), path);
      assert.equal(await crumbs.count(), path.startsWith('/strategy') ? 2 : 1);
    }
    assert.equal(titles.size, 5);
    assert.ok(titles.has('Activity · Strategy · Xentri'), [...titles].join());
    await visit(page, '/strategy/activity');
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Strategy' }).click();
    await page.getByTestId('composer').waitFor();
    assert.equal(await page.title(), 'Conversation · Strategy · Xentri');
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('beside the collapsed sidebar opens under the pointer, the keyboard and the finger', async () => {
    const { context, page, errors } = await open(browser, cloud.origin, { viewport: { width: 1024, height: 768 }, hasTouch: true });
    await signUp(page, 'flyout@example.com', PASSWORD);
    await visit(page, '/brand');
    await page.getByTestId('sidebar-toggle').click();
    const brief = page.getByTestId('nav-brief');
    const strategy = page.getByTestId('category-strategy');
    await strategy.hover();
    await brief.waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('Escape');
    await brief.waitFor({ state: 'hidden' });
    await page.mouse.move(600, 600);

    await strategy.focus();
    await page.keyboard.press('ArrowRight');
    const focused = () => page.evaluate(() => document.activeElement.dataset.testid);
    assert.equal(await focused(), 'nav-conversation');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'nav-brief');
    await page.keyboard.press('Escape');
    await brief.waitFor({ state: 'hidden' });
    assert.equal(await focused(), 'category-strategy');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('brief-empty').waitFor();
    assert.equal(await focused(), 'category-strategy', 'the list is put away, and the focus stays beside it');

    await page.getByTestId('composer').waitFor({ state: 'detached' });
    await strategy.tap();
    await brief.waitFor();
    await page.getByTestId('nav-activity').tap();
    await page.getByTestId('event').first().waitFor();
    await brief.waitFor({ state: 'hidden' });
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('to a name for the workspace is offered once, on whichever device, and stands in the settings', async () => {
    const [ann, bea] = [await people.make(), await people.make()];
    const deviceOf = async (person) => {
      const opened = await open(browser, cloud.origin, { serviceWorkers: 'block' });
      await opened.context.addCookies([(await person.session()).cookie]);
      await visit(opened.page, '/strategy/brief');
      return opened;
    };
    await ann.nameBusiness(`${ann.word} Plumbing`);
    await bea.nameBusiness(`${bea.word} Plumbing`);
    const first = await deviceOf(ann);
    const offer = first.page.getByTestId('name-offer');
    await expectText(offer, `${ann.word} Plumbing`);
    assert.deepEqual(await axeFindings(first.page), []);
    await first.page.getByTestId('name-no').click();
    await offer.waitFor({ state: 'detached' });
    const second = await deviceOf(ann);
    assert.equal(await second.page.getByTestId('name-offer').count(), 0, 'what was answered is known everywhere');
    await second.page.getByTestId('user-menu').click();
    await second.page.getByTestId('menu-settings').click();
    await second.page.getByTestId('settings-workspace').fill('Hart and Daughters');
    await second.page.getByTestId('rename-workspace').click();
    await becomes(second.page, () => document.querySelector('[data-me-org]').textContent === 'Hart and Daughters');
    assert.equal(await ann.workspaceAtProvider(), 'Hart and Daughters');
    await visit(second.page, '/strategy/activity');
    await expectText(second.page.getByTestId('event').first(), 'You gave your workspace another name');

    const third = await deviceOf(bea);
    await third.page.getByTestId('name-yes').click();
    await becomes(third.page, (name) => document.querySelector('[data-me-org]').textContent === name, `${bea.word} Plumbing`);
    await third.page.getByTestId('name-offer').waitFor({ state: 'detached' });
    for (const { context, errors } of [first, second, third]) {
      assert.deepEqual(errors, []);
      await context.close();
    }
  });

  test('to another picture and another address is in the settings, and the address counts once it is proved', async () => {
    const { context, page, errors } = await open(browser, cloud.origin);
    await signUp(page, 'before@example.com', PASSWORD);
    await visit(page, '/settings');
    await page.getByTestId('picture-file').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: PIXEL });
    const shown = () => becomes(page, () => ['[data-testid=settings-picture] img', '[data-initials] img'].every((one) => document.querySelector(one)?.naturalWidth === 256));
    await shown();
    await page.getByTestId('remove-picture').click();
    await expectText(page.locator('[data-initials]'), 'B');
    await becomes(page, () => document.activeElement?.dataset.testid === 'upload-picture');
    await page.getByRole('button', { name: 'Undo' }).click();
    await shown();
    await page.reload();
    await shown();

    await page.getByTestId('change-email').click();
    await page.getByTestId('new-email').fill('after@example.com');
    await page.getByTestId('submit-email').click();
    await page.getByTestId('email-code').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await expectText(page.getByTestId('settings-email'), 'before@example.com');
    await page.getByTestId('email-code').fill(await mailedCode(context, 'after@example.com'));
    await page.getByTestId('submit-email').click();
    await expectText(page.getByTestId('settings-email'), 'after@example.com');
    assert.deepEqual(errors, []);
    await context.clearCookies();
    await page.goto('/sign-in');
    await signInAs(page, 'after@example.com');
    await page.getByTestId('message-copilot').first().waitFor();
    await context.close();
  });
});
