// Tabs of people who are signed in: how they come to a screen, leave it, and put it away. And what a suite about them begins with.
import assert from 'node:assert/strict';
import { becomes, launch, open, PATIENCE_MS } from './browser.mjs';
import { pagesOf } from './built.mjs';
import { cloudForAll } from './cloud.mjs';
import { peopleOf } from './people.mjs';

export const { screens, open: outside } = await pagesOf();

/** Two groups, so that two tabs that edit the same words are never open at once: what they do to each other has tests of its own. */
export const GROUPS = [screens.filter((_, at) => at % 2 === 0), screens.filter((_, at) => at % 2 === 1)];

/** Browsers, and people. Bea is who signs in after somebody else: nobody types as her, so nothing of hers may ever change. */
export async function openStage() {
  const cloud = await cloudForAll();
  const people = await peopleOf(cloud);
  const browsers = [];
  const free = { engine: [], whole: [] };
  const bea = await people.make();
  const before = await bea.held();

  async function launched(whole) {
    const browser = await launch({ whole });
    browsers.push(browser);
    return browser;
  }

  /** A Chromium that is no other test's until its context is closed: no other's tab comes to the front there. */
  async function openAlone({ whole = false, ...options } = {}) {
    const idle = whole ? free.whole : free.engine;
    const browser = idle.pop() ?? (await launched(whole));
    const opened = await open(browser, cloud.origin, options);
    opened.context.once('close', () => idle.push(browser));
    return opened;
  }

  /** A browser in which this person is signed in; `whole` where pages come out of the back/forward cache, which the engine alone does not have. */
  async function browserOf(person, options = {}) {
    const session = await person.session();
    const { context, page } = await openAlone({ serviceWorkers: 'block', ...options });
    await context.addCookies([session.cookie]);
    return { context, page, session };
  }

  async function assertNothingWrittenAsBea() {
    const held = await bea.held();
    assert.ok(!/(told|late|new)\d|(both|seeded)x\d/.test(held));
    assert.equal(JSON.parse(held)[4].data.version, JSON.parse(before)[4].data.version);
  }

  async function close() {
    await Promise.all(browsers.map((browser) => browser.close()));
    await cloud.stop();
  }

  return { cloud, people, bea, openAlone, browserOf, assertNothingWrittenAsBea, close };
}

/** Opens a screen and waits until it shows what it is there for. */
export async function show(page, path, person) {
  await page.goto(path);
  await shows(page, person);
}

/** Until the page shows what it is there for. */
export async function shows(page, { word }) {
  await becomes(
    page,
    (word) => document.querySelector('[data-user-menu]')?.textContent.includes(word) && document.querySelector('#main h1') !== null && document.querySelector('#main .skeleton') === null,
    word,
  );
}

/** Goes to another screen as one does: this asks the server, and the answer is what tells a tab that nobody told. Returns what stands there. */
export async function goElsewhere(page) {
  const { pathname } = new URL(page.url());
  const [link, there] = !pathname.startsWith('/strategy') ? ['category-strategy', 'conversation'] : pathname === '/strategy/activity' ? ['nav-brief', 'brief'] : ['nav-activity', 'activity'];
  await page.waitForFunction(isClosedOrFollows, link, { polling: 100 });
  return there;
}

/**
 * In the page: whether it has put away what it showed; as long as it has not, it follows the link, if one is given. Both in one moment:
 * what was typed, or that somebody looks at the tab, may close it at any time, and in a closed tab the link opens a new page for whoever is there now.
 */
function isClosedOrFollows(link) {
  const closed = (location.pathname === '/sign-in' && document.readyState === 'complete') || document.querySelector('[data-testid=session-changed], [data-testid=no-workspace], [data-testid=two-people]') !== null;
  if (closed || link === undefined) return closed;
  const element = document.querySelector(`[data-testid=${link}]`);
  if (element === null || !element.checkVisibility()) return false;
  element.click();
  return true;
}

/** Until the tab has put away what it showed. */
export async function closed(page, timeout = PATIENCE_MS) {
  await page.waitForFunction(isClosedOrFollows, undefined, { timeout, polling: 100 });
}

/** Says of every return from the cache whether the page was covered at that moment, ahead of any script of its own. */
export async function recordReturns(context) {
  await context.addInitScript(() => {
    window.returns = [];
    addEventListener('pageshow', (event) => {
      if (event.persisted) window.returns.push({ covered: getComputedStyle(document.body).visibility === 'hidden' });
    });
  });
}

/** Goes back to what must come out of the back/forward cache; Playwright waits in vain for it to load. */
export async function back(page, path) {
  await page.evaluate(() => history.back());
  await page.waitForURL((url) => url.pathname === path || url.pathname === '/sign-in', { waitUntil: 'commit' });
  const returns = await page.evaluate(() => window.returns);
  assert.equal(returns.length > 0, true, `${path} came out of the back/forward cache`);
  return returns.at(-1);
}

/** From now on every script of the old version is gone, until a page is asked for: that one is new. Returns how often it was. */
export async function replaceVersion(page) {
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
