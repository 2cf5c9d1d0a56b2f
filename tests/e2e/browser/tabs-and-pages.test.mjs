// What tabs and pages do by themselves: two that edit the same words, one that comes back, one whose files are gone, forms before their script.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { axeFindings, becomes } from './browser.mjs';
import { expectText, expectValue } from './expect.mjs';
import { back, goElsewhere, GROUPS, openStage, outside, recordReturns, replaceVersion, show } from './tabs.mjs';
import { assertNothingOf, assertNotSilentlyLost, openEverything, typeEverywhere } from './traces.mjs';

const { cloud, people, bea, openAlone, browserOf, assertNothingWrittenAsBea, close } = await openStage();
after(close);

describe('two tabs of one person', { concurrency: 2 }, () => {
  /** From now on nothing typed reaches the server. */
  async function cutOff(context) {
    await context.route('**/api/**', (route) => (route.request().method() === 'GET' ? route.fallback() : route.abort()));
  }

  for (const [at, paths] of GROUPS.entries()) {
    test(`keep what each has typed on every screen (${at + 1} of ${GROUPS.length})`, () =>
      people.lend(async (ann) => {
        for (const path of paths) {
          const { context, page: one } = await browserOf(ann);
          const two = await context.newPage();
          for (const tab of [one, two]) {
            await show(tab, path, ann);
            await openEverything(tab);
          }
          await cutOff(context);
          const typed = [];
          for (const tab of [one, two]) {
            await tab.bringToFront();
            typed.push(...(await typeEverywhere(tab, ann.word, 'both')));
          }
          await two.close();
          await assertNotSilentlyLost(one, ann, typed, path);
          await context.close();
        }
      }));
  }

  test('keep what is typed over in the one that was opened later, as long as the other shows it', async () => {
    const ann = await people.make();
    const { context, page: one } = await browserOf(ann);
    await show(one, '/strategy/brief', ann);
    await one.getByTestId('edit-goals').click();
    await cutOff(context);
    await one.getByTestId('statements-goals').fill('Ten a week.');
    await expectText(one.getByTestId('save-status'), 'Kept here, not sent yet.');
    const two = await context.newPage();
    await show(two, '/strategy/brief', ann);
    const box = two.getByTestId('statements-goals');
    assert.equal(await box.inputValue(), 'Ten a week.');
    await box.fill('Something else altogether.');
    await expectText(two.getByTestId('save-status'), 'Kept here, not sent yet.');
    await two.close();
    await assertNotSilentlyLost(one, ann, ['Ten a week.', 'Something else altogether.'], 'a tab opened later');
    await context.close();
  });

  test('are told when what both have written is joined', async () => {
    const ann = await people.make();
    const { context, page: one } = await browserOf(ann);
    const two = await context.newPage();
    for (const tab of [one, two]) {
      await show(tab, '/strategy/brief', ann);
      await tab.getByTestId('edit-operations').click();
    }
    await one.getByLabel('Team', { exact: true }).fill('Two fitters');
    await expectText(one.getByTestId('save-status'), 'Saved');
    assert.equal(await one.locator('.toast').count(), 0);
    await two.bringToFront();
    await two.getByLabel('Area', { exact: true }).fill('Leeds and York');
    await expectText(two.locator('.toast'), '“How you work” was changed elsewhere, too: in another tab, or by somebody else. Both changes stand there now.');
    await expectValue(two.getByLabel('Team', { exact: true }), 'Two fitters');
    await context.close();
  });

  test('see both when they have written different words for one section, and choose', async () => {
    const ann = await people.make();
    const { context, page: one } = await browserOf(ann);
    const two = await context.newPage();
    for (const tab of [one, two]) {
      await show(tab, '/strategy/brief', ann);
      await tab.getByTestId('edit-goals').click();
    }
    await cutOff(context);
    for (const [tab, words] of [[one, 'Ten a week.'], [two, 'Twenty a week.']]) {
      await tab.bringToFront();
      await tab.getByTestId('statements-goals').fill(words);
      await expectText(tab.getByTestId('save-status'), 'Kept here, not sent yet.');
    }
    await two.close();
    await one.goto('/settings');
    const later = await context.newPage();
    await show(later, '/strategy/brief', ann);
    const box = later.getByTestId('statements-goals');
    const other = later.getByTestId('other-words');
    assert.equal(await box.inputValue(), 'Twenty a week.');
    await expectText(other, 'Ten a week.');
    assert.deepEqual(await axeFindings(later), []);
    await context.unrouteAll({ behavior: 'wait' });
    await other.getByRole('button', { name: 'Use this instead' }).click();
    await expectText(other, 'Twenty a week.');
    assert.equal(await box.inputValue(), 'Ten a week.');
    await other.getByRole('button', { name: 'Throw it away' }).click();
    await other.waitFor({ state: 'detached' });
    await expectText(later.getByTestId('save-status'), 'Saved');
    await show(one, '/strategy/brief', ann);
    await expectText(one.getByTestId('brief-goals'), 'Ten a week.');
    assert.equal(await one.getByTestId('editor-goals').count(), 0, 'nothing waits any more');
    await context.close();
  });
});

describe('a page', { concurrency: 2 }, () => {
  test('comes back out of the cache as it was while nothing has changed', async () => {
    const { context, page } = await browserOf(bea, { whole: true });
    await recordReturns(context);
    await show(page, '/strategy/activity', bea);
    await page.goto('/forgot-password');
    await back(page, '/strategy/activity');
    await becomes(page, () => getComputedStyle(document.body).visibility === 'visible');
    await page.getByTestId('event').first().waitFor();
    await context.close();
  });

  test('is empty after a sign-out, and the way back leads to the sign-in page', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann, { whole: true });
    await recordReturns(context);
    await show(page, '/strategy', ann);
    await page.getByTestId('user-menu').click();
    await page.getByTestId('sign-out').click();
    await page.waitForURL('**/sign-in');
    // The page left behind comes out of the cache empty, and leads on by itself.
    const led = page.waitForRequest((request) => request.isNavigationRequest() && request.url().endsWith('/sign-in'));
    await page.evaluate(() => history.back());
    await led;
    await page.getByTestId('sign-in-form').waitFor();
    await assertNothingOf(page, ann, 'back');
    await page.goto('/strategy/brief');
    await page.waitForURL('**/sign-in?next=**');
    await page.locator('form:not([hidden]) button[type=submit]:not([disabled])').waitFor();
    assert.equal(await page.locator('[data-why]').isVisible(), false, 'whoever has signed out is not told that something has ended');
    await context.close();
  });

  test('gives back what was typed to the one who typed it', async () => {
    const ann = await people.make();
    const { context, page, session } = await browserOf(ann);
    await show(page, '/strategy', ann);
    const theirs = (await bea.session()).cookie;
    await context.addCookies([theirs]);
    const typed = await typeEverywhere(page, ann.word, 'back');
    assert.ok(typed.length > 1, 'the composer and the captured facts');
    await goElsewhere(page);
    await page.getByTestId('session-changed').waitFor();
    await expectText(page.getByTestId('typed-fate'), 'kept in this browser');
    await show(page, '/strategy', bea);
    await assertNothingOf(page, ann, 'as somebody else');
    await context.addCookies([session.cookie]);
    await show(page, '/strategy', ann);
    await becomes(
      page,
      (words) => {
        const values = [...document.querySelectorAll('#main textarea')].map((box) => box.value).join('\n');
        return words.every((word) => values.includes(word));
      },
      typed,
    );
    await context.close();
  });

  test('without a workspace makes a new one', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann);
    await ann.deleteWorkspace();
    await page.goto('/strategy');
    await page.getByTestId('no-workspace').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByTestId('workspace-name').fill('Hart again');
    await page.getByTestId('make-workspace').click();
    await page.getByTestId('message-copilot').first().waitFor();
    await show(page, '/settings', ann);
    await expectValue(page.getByTestId('settings-workspace'), 'Hart again');
    await context.close();
  });

  test('of a workspace that one was taken out of leads to another of theirs', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann);
    const second = await ann.sessionAsGuestOf(await people.make());
    await context.addCookies([second.cookie]);
    await show(page, '/settings', ann);
    await expectText(page.getByTestId('settings'), 'Second shop');
    await second.takeOut();
    await goElsewhere(page);
    await page.getByTestId('no-workspace').waitFor();
    await page.getByTestId('open-other').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    assert.equal(await page.locator('.btn-primary:visible').count(), 1);
    await page.getByTestId('open-other').click();
    await page.waitForURL('**/strategy');
    await show(page, '/strategy/brief', ann);
    await expectText(page.getByTestId('brief'), ann.word);
    await context.close();
  });

  test('of a workspace that is gone offers every other one, and opens the one that is chosen', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann);
    const guest = await ann.sessionAsGuestOf(await people.make(), 'Gone shop');
    for (const name of ['Third shop', 'Fourth shop']) await ann.makeWorkspace(name);
    await context.addCookies([guest.cookie]);
    await show(page, '/settings', ann);
    await expectText(page.getByTestId('settings'), 'Gone shop');
    await guest.takeOut();
    await goElsewhere(page);
    await page.getByTestId('no-workspace').waitFor();
    await page.getByTestId('open-other').nth(2).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Continue in Fourth shop' }).click();
    await page.waitForURL('**/strategy');
    for (const at of ['/settings', '/strategy/activity', '/settings']) await show(page, at, ann);
    await expectValue(page.getByTestId('settings-workspace'), 'Fourth shop');
    // The choice is this person's: whoever signs in next begins where they were.
    await context.addCookies([(await bea.session()).cookie]);
    await page.goto('/strategy/brief');
    await expectText(page.getByTestId('brief'), bea.word);
    await context.close();
  });

  test('with the cookies of two people signs both out on request', async () => {
    const ann = await people.make();
    const { context, page, session } = await browserOf(ann);
    const { url, ...cookie } = (await bea.session()).cookie;
    await context.addCookies([{ ...cookie, domain: new URL(url).hostname, path: '/api' }]);
    await page.goto('/strategy');
    await page.getByTestId('two-people').waitFor();
    await assertNothingOf(page, bea, 'two people');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByTestId('sign-out-both').click();
    await page.waitForURL('**/sign-in');
    for (const { name, value } of [session.cookie, cookie]) {
      const { status } = await fetch(`${cloud.origin}/api/v1/me`, { headers: { cookie: `${name}=${value}` } });
      assert.equal(status, 401, 'both sessions are over');
    }
    const left = (await context.cookies(`${cloud.origin}/api/v1/me`)).filter((one) => one.name.startsWith(cookie.name));
    assert.deepEqual(left, [], 'and nothing is left of either, whatever path it was for');
    await context.close();
  });

  test('whose files stay missing reloads once, says so, and goes in no circle', async () => {
    const { context, page } = await browserOf(bea);
    let pages = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) pages += 1;
    });
    await page.route('**/_astro/**', (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto('/forgot-password');
    // Not even its own script comes: the page itself says it.
    await page.getByTestId('missing').waitFor();
    assert.equal(pages, 2, 'the page and its one reload');
    assert.deepEqual(await axeFindings(page), []);
    await page.unroute('**/_astro/**');
    await page.getByTestId('missing').getByRole('button', { name: 'Reload' }).click();
    await page.locator('form:not([hidden]) button[type=submit]:not([disabled])').waitFor();

    // The frame has its script within: the place of the screen says it.
    await show(page, '/settings', bea);
    pages = 0;
    await page.route('**/_astro/**', (route) => route.fulfill({ status: 404, body: '' }));
    const reloaded = page.waitForEvent('load');
    await page.getByTestId('category-brand').click();
    await reloaded;
    await expectText(page.getByTestId('error-island'), 'There may be a newer version');
    assert.deepEqual(await axeFindings(page), []);
    assert.equal(pages, 1, 'one reload');
    await page.unroute('**/_astro/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByTestId('quiet-brand').waitFor();

    // Only one screen is missing, in a version that was loaded anew already: its place says it.
    await page.route('**/_astro/ActivityScreen*', (route) => route.fulfill({ status: 404, body: '' }));
    await page.getByTestId('category-strategy').click();
    await page.getByTestId('conversation').waitFor();
    await page.getByTestId('nav-activity').click();
    await expectText(page.getByTestId('error-island'), 'There may be a newer version');
    await page.unroute('**/_astro/ActivityScreen*');
    assert.equal(pages, 2, 'and none more than the one that was wanted');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByTestId('event').first().waitFor();
    await context.close();
  });

  test('with the files kept for offline use goes on without the missing ones', async () => {
    const { context, page } = await browserOf(bea, { serviceWorkers: 'allow' });
    await show(page, '/settings', bea);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await show(page, '/settings', bea);
    const reloads = await replaceVersion(page);
    await page.getByTestId('category-brand').click();
    await page.getByTestId('quiet-brand').waitFor();
    assert.equal(await reloads(), 0);
    await context.close();
  });

  test('with the pages kept for offline use opens without asking for one', async () => {
    const { context, page } = await browserOf(bea, { serviceWorkers: 'allow' });
    await show(page, '/settings', bea);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await show(page, '/settings', bea);
    let asked = 0;
    await context.route('**/brand', (route) => {
      asked += 1;
      return route.fulfill({ status: 503, body: 'Service Unavailable' });
    });
    await page.goto('/brand');
    await page.getByTestId('quiet-brand').waitFor();
    assert.equal(asked, 0);
    // Of what is not kept any more another page stands in.
    await page.evaluate(async () => Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).delete('/brand'))));
    await page.goto('/brand');
    await page.getByTestId('quiet-brand').waitFor();
    assert.ok(asked > 0, 'the server was asked');
    await context.close();
  });

  test('that misses a file looks again when the server cannot say just now whether there is a newer version', async () => {
    const { context, page } = await browserOf(bea);
    await show(page, '/settings', bea);
    const looks = [];
    await page.route('**/settings', (route) => {
      if (route.request().method() !== 'HEAD') return route.fallback();
      looks.push(route.request().url());
      return looks.length === 1 ? route.fulfill({ status: 503, body: '' }) : route.fallback();
    });
    const reloads = await replaceVersion(page);
    await page.evaluate(() => window.dispatchEvent(new Event('xentri:missing')));
    await page.waitForEvent('load');
    assert.equal(await reloads(), 1);
    assert.equal(looks.length, 2);
    await context.close();
  });

  test('that misses a file behind the one that keeps files reloads once, as without it', async () => {
    const { context, page } = await browserOf(bea, { serviceWorkers: 'allow' });
    await show(page, '/settings', bea);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await show(page, '/settings', bea);
    assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null), 'the page is behind it');
    // The old version's files are kept no more, and gone from the server.
    await page.evaluate(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))));
    let pages = 0;
    let missed = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) pages += 1;
    });
    await context.route('**/_astro/**', (route) => {
      if (pages > 0) return route.fallback();
      if (route.request().serviceWorker() !== null) missed += 1;
      return route.fulfill({ status: 404, body: '' });
    });
    await page.getByTestId('category-brand').click();
    await page.getByTestId('quiet-brand').waitFor();
    assert.ok(missed > 0, 'it was the one that keeps files who asked');
    assert.equal(pages, 1, 'one reload');
    await context.close();
  });

  test('keeps the focus where a fact was removed, and lets go of the answer that was taken up', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann);
    await show(page, '/strategy', ann);
    const composer = page.getByTestId('composer');
    await composer.press('ArrowUp');
    assert.ok((await composer.inputValue()).includes(ann.word), 'the last answer stands in the box');
    await composer.press('Escape');
    assert.equal(await composer.inputValue(), '');
    await composer.fill('half a sen');
    await composer.press('Escape');
    assert.equal(await composer.inputValue(), 'half a sen', 'what was typed afresh stays');
    const facts = page.getByTestId('statement');
    const before = await facts.count();
    await page.locator('#main button[aria-label^="Remove: "]').first().press('Enter');
    await becomes(page, (count) => document.querySelectorAll('[data-testid=statement]').length < count, before);
    await becomes(page, () => document.activeElement.tagName === 'H3');
    await context.close();
  });

  test('takes the Enter that confirms a composed word for nothing else', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann);
    await show(page, '/strategy', ann);
    const sent = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(request.url());
    });
    await page.getByTestId('composer').fill('にほん');
    await page.getByTestId('composer').evaluate((box) => {
      const press = (key, keyCode, isComposing) => box.dispatchEvent(new KeyboardEvent('keydown', { key, keyCode, isComposing, bubbles: true, cancelable: true }));
      box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      press('Enter', 229, true);
      box.dispatchEvent(new CompositionEvent('compositionend', { data: 'にほん', bubbles: true }));
      press('Enter', 229, false);
    });
    await page.locator('#main button[aria-label^="Edit: "]').first().click();
    await page.getByRole('textbox', { name: 'What your Brief says' }).first().evaluate((box) => {
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true, cancelable: true }));
    });
    await page.getByRole('textbox', { name: 'What your Brief says' }).first().waitFor();
    assert.equal(await page.getByTestId('composer').inputValue(), 'にほん');
    assert.deepEqual(sent, []);
    await page.getByTestId('composer').press('Enter');
    await becomes(page, () => document.querySelector('[data-testid=composer]').value === '');
    await context.close();
  });
});

describe('a form', { concurrency: 2 }, () => {
  const forms = outside.filter(({ hasForm }) => hasForm).map(({ path }) => path);

  async function fillAndEnter(page, path) {
    await page.goto(path, { waitUntil: 'commit' });
    const fields = page.locator('form:not([hidden]) input');
    await fields.first().waitFor();
    for (const field of await fields.all()) await field.fill('secret-canary@example.com');
    await fields.last().press('Enter');
    await page.waitForTimeout(50);
    assert.ok(!page.url().includes('canary'), `${path}: nothing typed leaves in the address`);
    return fields;
  }

  test('sends nothing in its address where scripts are off, and says what it needs', async () => {
    const { context, page } = await openAlone({ javaScriptEnabled: false });
    assert.ok(forms.length >= 3);
    for (const path of forms) {
      await fillAndEnter(page, path);
      await expectText(page.locator('noscript'), 'needs JavaScript');
    }
    await context.close();
  });

  test('keeps what was typed until its script comes', async () => {
    const { context, page } = await openAlone({ serviceWorkers: 'block' });
    for (const path of forms) {
      let release;
      const late = new Promise((resolve) => (release = resolve));
      await page.route('**/_astro/*.js', async (route) => {
        await late;
        await route.fallback();
      });
      const fields = await fillAndEnter(page, path);
      release();
      await page.locator('form:not([hidden]) button[type=submit]:not([disabled])').waitFor();
      assert.equal(await fields.first().inputValue(), 'secret-canary@example.com');
      await page.unrouteAll({ behavior: 'wait' });
    }
    await context.close();
  });
});

test('a page outside the frame shows nothing of anybody, and comes back without what was typed', async () => {
  const ann = await people.make();
  const { context, page } = await browserOf(ann);
  for (const { path, hasForm } of outside) {
    await page.goto(path);
    await assertNothingOf(page, ann, path);
    if (!hasForm) continue;
    await page.locator('form:not([hidden]) button[type=submit]:not([disabled])').waitFor();
    const fields = page.locator('form:not([hidden]) input');
    for (const field of await fields.all()) await field.fill(`${ann.word}@example.com`);
    await page.goto('/nowhere');
    // Later, so that there is still a page to answer.
    await page.evaluate(() => void setTimeout(() => history.back()));
    await page.waitForURL(`**${path}`, { waitUntil: 'commit' });
    await fields.first().waitFor();
    await assertNothingOf(page, ann, `${path}, back`);
  }
  await context.close();
});

test('what belongs to somebody else was never changed', assertNothingWrittenAsBea);
