// A session belongs to the browser, a tab to the one who opened it. Every screen is there while the session changes underneath: nothing of
// the one before is shown or saved, what was typed is kept or said to be lost, and there is a way on.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open, seriousFindings } from './browser.mjs';
import { pagesOf } from './built.mjs';
import { cloudForAll } from './cloud.mjs';
import { expectText } from './expect.mjs';
import { peopleOf } from './people.mjs';
import { assertNothingOf, assertNotSilentlyLost, assertWayOn, openEverything, typeEverywhere } from './traces.mjs';

const { screens, open: outside } = await pagesOf();
/** Only what never comes fails: a machine that has much else to do is slow. */
const PATIENCE_MS = 60_000;

let cloud;
let browser;
let people;
/** Who signs in after somebody else. Nobody types as them, so nothing of theirs may ever change. */
let bea;
let heldOfBea;

before(async () => {
  cloud = await cloudForAll();
  [browser, people] = await Promise.all([launch(), peopleOf(cloud)]);
  bea = await people.make();
  heldOfBea = await bea.held();
});

after(async () => {
  await browser?.close();
  await cloud?.stop();
});

/** A browser in which this person is signed in. */
async function browserOf(person, options = {}) {
  const session = await person.session();
  const { context, page } = await open(browser, cloud.origin, { serviceWorkers: 'block', ...options });
  await context.addCookies([session.cookie]);
  return { context, page, session };
}

/** Opens a screen and waits until it shows what it is there for. */
async function show(page, path, { word }) {
  await page.goto(path);
  await page.waitForFunction(
    (word) => document.querySelector('[data-user-menu]')?.textContent.includes(word) && document.querySelector('#main h1') !== null && document.querySelector('#main .skeleton') === null,
    word,
    { timeout: PATIENCE_MS },
  );
}

/** Goes to another screen as one does: this asks the server, and the answer is what tells a tab that nobody told. Returns what stands there. */
async function goElsewhere(page) {
  const { pathname } = new URL(page.url());
  const [link, there] = !pathname.startsWith('/strategy') ? ['category-strategy', 'conversation'] : pathname === '/strategy/activity' ? ['nav-brief', 'brief'] : ['nav-activity', 'activity'];
  await page.getByTestId(link).click();
  return there;
}

/** Until the tab has put away what it showed. */
async function closed(page, timeout = PATIENCE_MS) {
  await page.waitForFunction(
    () => (location.pathname === '/sign-in' && document.readyState === 'complete') || document.querySelector('[data-testid=session-changed], [data-testid=no-workspace], [data-testid=two-people]') !== null,
    undefined,
    { timeout },
  );
}

const CHANGES = {
  'somebody signs out in another tab': {
    async happen({ context }) {
      const other = await context.newPage();
      await other.goto('/settings');
      await other.getByTestId('user-menu').click();
      await other.getByTestId('sign-out').click();
      await other.waitForURL('**/sign-in');
    },
    told: true,
  },
  'somebody else signs in in another tab': {
    async happen({ context }) {
      await context.addCookies([(await bea.session()).cookie]);
      await show(await context.newPage(), '/settings', bea);
    },
    told: true,
  },
  'somebody else is signed in, and no tab was told': {
    async happen({ context }) {
      await context.addCookies([(await bea.session()).cookie]);
    },
    told: false,
    next: () => bea,
  },
  'another workspace of the same person is open': {
    async happen({ context, person }) {
      await context.addCookies([(await person.sessionInOtherWorkspace()).cookie]);
    },
    told: false,
  },
  'the session was ended at the provider': {
    async happen({ person, session }) {
      await person.endAtProvider(session);
    },
    told: false,
  },
  'the sessions of two people are sent at once': {
    async happen({ context }) {
      const { url, ...cookie } = (await bea.session()).cookie;
      await context.addCookies([{ ...cookie, domain: new URL(url).hostname, path: '/api' }]);
    },
    told: false,
  },
  'the workspace was deleted at the provider': {
    async happen({ person }) {
      await person.deleteWorkspace();
    },
    told: false,
    last: true,
  },
};

/** Two groups, so that two tabs that edit the same words are never open at once: what they do to each other has tests of its own. */
const GROUPS = [screens.filter((_, at) => at % 2 === 0), screens.filter((_, at) => at % 2 === 1)];

async function seeTabsThrough(paths, change, ann) {
  const { context, page: first, session } = await browserOf(ann);
  const tabs = [];
  for (const path of paths) {
    const page = tabs.length === 0 ? first : await context.newPage();
    await show(page, path, ann);
    tabs.push({ path, page, typed: change.told ? await typeEverywhere(page, ann.word, `told${tabs.length}`) : [] });
  }
  await change.happen({ context, person: ann, session });
  for (const [at, tab] of tabs.entries()) {
    const { path, page } = tab;
    if (!change.told) {
      await page.bringToFront();
      tab.typed = await typeEverywhere(page, ann.word, `late${at}`);
      await goElsewhere(page);
    }
    await closed(page);
    await assertNothingOf(page, ann, path);
    await assertWayOn(page, path);
    await assertNotSilentlyLost(page, ann, tab.typed, path);
  }
  // Only now: a tab that goes on tells the others.
  if (change.next !== undefined) for (const { path, page } of tabs) await goesOnAs(page, change.next(), ann, path);
  await context.close();
}

async function goesOnAs(page, next, before, where) {
  await expectText(page.getByTestId('go-on'), `Continue as ${next.word}`);
  await page.getByTestId('go-on').click();
  await page.waitForFunction((word) => document.querySelector('[data-user-menu]')?.textContent.includes(word), next.word);
  await assertNothingOf(page, before, `${where}, gone on`);
}

describe('every screen, while', { concurrency: 3 }, () => {
  for (const [name, change] of Object.entries(CHANGES)) {
    for (const [at, paths] of GROUPS.entries()) {
      test(`${name} (${at + 1} of ${GROUPS.length})`, async () => {
        if (change.last) await seeTabsThrough(paths, change, await people.make());
        else await people.lend((ann) => seeTabsThrough(paths, change, ann));
      });
    }
  }

  for (const [at, paths] of GROUPS.entries()) {
    test(`it lies in the back/forward cache (${at + 1} of ${GROUPS.length})`, () =>
      people.lend(async (ann) => {
        const { context, page, session } = await browserOf(ann);
        await recordReturns(context);
        for (const path of paths) {
          await context.addCookies([session.cookie]);
          await show(page, path, ann);
          await page.goto('/forgot-password');
          await context.addCookies([(await bea.session()).cookie]);
          const { covered } = await back(page, path);
          assert.ok(covered, `${path}: nothing shows before it is known whose it is`);
          await closed(page);
          await assertNothingOf(page, ann, path);
          await assertWayOn(page, path);
        }
        await context.close();
      }));

    test(`a new version takes the place of the old one (${at + 1} of ${GROUPS.length})`, () =>
      people.lend(async (ann) => {
        const { context } = await browserOf(ann);
        for (const path of paths) {
          const page = await context.newPage();
          await show(page, path, ann);
          const typed = await typeEverywhere(page, ann.word, `new${paths.indexOf(path)}`);
          const reloads = await replaceVersion(page);
          const there = await goElsewhere(page);
          await page.getByTestId(there).waitFor({ timeout: PATIENCE_MS });
          assert.equal(await reloads(), 1, `${path}: one reload`);
          await assertNotSilentlyLost(page, ann, typed, path);
          await assertWayOn(page, path);
          await page.close();
        }
        await context.close();
      }));
  }
});

/** Says of every return from the cache whether the page was covered at that moment, ahead of any script of its own. */
async function recordReturns(context) {
  await context.addInitScript(() => {
    window.returns = [];
    addEventListener('pageshow', (event) => {
      if (event.persisted) window.returns.push({ covered: getComputedStyle(document.body).visibility === 'hidden' });
    });
  });
}

/** Goes back to what must come out of the back/forward cache; Playwright waits in vain for it to load. */
async function back(page, path) {
  await page.evaluate(() => history.back());
  await page.waitForURL((url) => url.pathname === path || url.pathname === '/sign-in', { waitUntil: 'commit' });
  const returns = await page.evaluate(() => window.returns);
  assert.equal(returns.length > 0, true, `${path} came out of the back/forward cache`);
  return returns.at(-1);
}

/** From now on every script of the old version is gone, until a page is asked for: that one is new. Returns how often it was. */
async function replaceVersion(page) {
  let pages = 0;
  const gone = (route) => (pages === 0 ? route.fulfill({ status: 404, body: '' }) : route.fallback());
  const count = (request) => {
    if (request.isNavigationRequest()) pages += 1;
  };
  page.on('request', count);
  await page.route('**/_astro/**', gone);
  return async () => {
    page.off('request', count);
    await page.unroute('**/_astro/**', gone);
    return pages;
  };
}

describe('two tabs of one person', { concurrency: 3 }, () => {
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
    assert.deepEqual(await seriousFindings(later), []);
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

describe('a page', { concurrency: 3 }, () => {
  test('comes back out of the cache as it was while nothing has changed', async () => {
    const { context, page } = await browserOf(bea);
    await recordReturns(context);
    await show(page, '/strategy/activity', bea);
    await page.goto('/forgot-password');
    await back(page, '/strategy/activity');
    await page.waitForFunction(() => getComputedStyle(document.body).visibility === 'visible');
    await page.getByTestId('event').first().waitFor();
    await context.close();
  });

  test('is empty after a sign-out, and the way back leads to the sign-in page', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann);
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
    await page.waitForFunction(
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
    await page.getByTestId('no-workspace').waitFor({ timeout: PATIENCE_MS });
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByTestId('workspace-name').fill('Hart again');
    await page.getByTestId('make-workspace').click();
    await page.getByTestId('message-copilot').first().waitFor({ timeout: PATIENCE_MS });
    await show(page, '/settings', ann);
    await expectText(page.getByTestId('settings'), 'Hart again');
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
    await page.getByTestId('no-workspace').waitFor({ timeout: PATIENCE_MS });
    await page.getByTestId('open-other').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    assert.equal(await page.locator('.btn-primary:visible').count(), 1);
    await page.getByTestId('open-other').click();
    await page.waitForURL('**/strategy');
    await show(page, '/strategy/brief', ann);
    await expectText(page.getByTestId('brief'), ann.word);
    await context.close();
  });

  test('with the cookies of two people signs both out on request', async () => {
    const ann = await people.make();
    const { context, page, session } = await browserOf(ann);
    const { url, ...cookie } = (await bea.session()).cookie;
    await context.addCookies([{ ...cookie, domain: new URL(url).hostname, path: '/api' }]);
    await page.goto('/strategy');
    await page.getByTestId('two-people').waitFor({ timeout: PATIENCE_MS });
    await assertNothingOf(page, bea, 'two people');
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByTestId('sign-out-both').click();
    await page.waitForURL('**/sign-in');
    for (const { name, value } of [session.cookie, cookie]) {
      const { status } = await fetch(`${cloud.origin}/api/v1/me`, { headers: { cookie: `${name}=${value}` } });
      assert.equal(status, 401, 'both sessions are over');
    }
    await context.close();
  });

  test('whose files stay missing reloads once, says so, and goes in no circle', async () => {
    const { context, page } = await browserOf(bea);
    let pages = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) pages += 1;
    });
    await show(page, '/settings', bea);
    await page.route('**/_astro/**', (route) => route.fulfill({ status: 404, body: '' }));
    await page.getByTestId('category-brand').click();
    // Not even the frame's own scripts come: the page itself says it.
    await page.getByTestId('missing').waitFor();
    assert.equal(pages, 2, 'the page and its one reload');
    assert.deepEqual(await seriousFindings(page), []);
    await page.unroute('**/_astro/**');
    await page.getByTestId('missing').getByRole('button', { name: 'Reload' }).click();
    await page.getByTestId('quiet-brand').waitFor();

    // Only one screen is missing, in a version that was loaded anew already: its place says it.
    await page.route('**/_astro/ActivityScreen*', (route) => route.fulfill({ status: 404, body: '' }));
    await page.getByTestId('category-strategy').click();
    await page.getByTestId('conversation').waitFor();
    await page.getByTestId('nav-activity').click();
    await expectText(page.getByTestId('error-island'), 'There may be a newer version');
    await page.unroute('**/_astro/ActivityScreen*');
    assert.equal(pages, 3);
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
    await page.waitForFunction(() => document.querySelector('[data-testid=composer]').value === '');
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
    const { context, page } = await open(browser, cloud.origin, { javaScriptEnabled: false });
    assert.ok(forms.length >= 3);
    for (const path of forms) {
      await fillAndEnter(page, path);
      await expectText(page.locator('noscript'), 'needs JavaScript');
    }
    await context.close();
  });

  test('keeps what was typed until its script comes', async () => {
    const { context, page } = await open(browser, cloud.origin, { serviceWorkers: 'block' });
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
    await page.evaluate(() => history.back());
    await page.waitForURL(`**${path}`, { waitUntil: 'commit' });
    await fields.first().waitFor();
    await assertNothingOf(page, ann, `${path}, back`);
  }
  await context.close();
});

test('this suite finds a tab that does not say whose it is', async () => {
  const ann = await people.make();
  const { context, page } = await browserOf(ann);
  await context.route('**/api/**', (route) => {
    const { 'x-xentri-shows': _, ...headers } = route.request().headers();
    return route.continue({ headers });
  });
  await show(page, '/strategy/brief', ann);
  await context.addCookies([(await (await people.make()).session()).cookie]);
  await typeEverywhere(page, ann.word, 'seeded');
  await goElsewhere(page);
  await assert.rejects(closed(page, 3_000), 'the tab goes on');
  await assert.rejects(assertNothingOf(page, ann, 'the seeded fault'), /still has somebody's words/);
  await context.close();
});

test('what belongs to somebody else was never changed', async () => {
  const held = await bea.held();
  assert.ok(!/(told|late|new)\d|(both|seeded)x\d/.test(held));
  assert.equal(JSON.parse(held)[4].data.version, JSON.parse(heldOfBea)[4].data.version);
});
