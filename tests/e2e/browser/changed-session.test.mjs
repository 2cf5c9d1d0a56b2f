// A session belongs to the browser, a tab to the one who opened it. Every screen is there while the session changes underneath: nothing of
// the one before is shown or saved, what was typed is kept or said to be lost, and there is a way on.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { becomes } from './browser.mjs';
import { expectText } from './expect.mjs';
import { back, closed, goElsewhere, GROUPS, openStage, recordReturns, replaceVersion, show } from './tabs.mjs';
import { assertNothingOf, assertNotSilentlyLost, assertWayOn, typeEverywhere } from './traces.mjs';

const { people, bea, browserOf, assertNothingWrittenAsBea, close } = await openStage();
after(close);

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
  await becomes(page, (word) => document.querySelector('[data-user-menu]')?.textContent.includes(word), next.word);
  await assertNothingOf(page, before, `${where}, gone on`);
}

describe('every screen, while', { concurrency: 2 }, () => {
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
        const { context, page, session } = await browserOf(ann, { whole: true });
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
          await page.getByTestId(there).waitFor();
          assert.equal(await reloads(), 1, `${path}: one reload`);
          await assertNotSilentlyLost(page, ann, typed, path);
          await assertWayOn(page, path);
          await page.close();
        }
        await context.close();
      }));
  }
});

test('a tab that one looks at again after a while notices by itself, and is left as it is', async () => {
  const ann = await people.make();
  const { context, page } = await browserOf(ann);
  await show(page, '/settings', ann);
  await context.addCookies([(await bea.session()).cookie]);
  await page.evaluate(() => {
    const later = Date.now() + 60_000;
    Date.now = () => later;
    window.dispatchEvent(new Event('focus'));
  });
  await closed(page);
  await goElsewhere(page);
  await expectText(page.getByTestId('go-on'), `Continue as ${bea.word}`);
  await assertNothingOf(page, ann, 'looked at again');
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

test('what belongs to somebody else was never changed', assertNothingWrittenAsBea);
