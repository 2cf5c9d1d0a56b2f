// What stands between an address and what one came for: scripts, calls, and the copy of the last visit. Counted, not timed: whatever must
// not be waited for is held back, and the page has to do without it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { becomes } from './browser.mjs';
import { expectText } from './expect.mjs';
import { closed, goElsewhere, openStage, screens, show, shows } from './tabs.mjs';
import { assertNothingOf } from './traces.mjs';

const MOST_SCRIPTS = 2;
const MOST_KB = 90;
/**
 * On the wire. What the page holds comes while the answer to what it asks for is under way: two seconds on slow 3G, in which 92 kB come. What
 * it asks for comes after that, each kB for itself.
 */
const MOST_PAGE_KB = 72;
const MOST_BEHIND_KB = 24;
/** Who it is and what is shown; the review shows a draft beside the Brief. */
const mostCalls = (path) => (path === '/strategy/review' ? 3 : 2);

const { people, bea, browserOf: injected, close } = await openStage();
after(close);

/** A browser in which this person has signed in, as far as its storage says: the cookie alone is put there past our pages. */
async function browserOf(person, options) {
  const opened = await injected(person, options);
  await opened.context.addInitScript(() => localStorage.setItem('xentri.session-until', String(Date.now() + 500_000)));
  return opened;
}

const dist = new URL('../../../static-shell/dist/', import.meta.url);

/** The files that a page names in its head and those that it asks for, and the script that it brings along. */
function scriptsIn(html) {
  const [head] = html.split('</head>');
  return {
    preloaded: [...head.matchAll(/<link rel="modulepreload" href="([^"]+)"/g)].map(([, file]) => file),
    asked: [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, file]) => file),
    within: [...html.matchAll(/<script type="module" data-file="[^"]+">([\s\S]*?)<\/script>/g)].map(([, code]) => code),
  };
}

const scriptsOf = async (path) => scriptsIn(await readFile(new URL(`.${path}/index.html`, dist), 'utf8'));
const sizeOf = async (file) => gzipSync(await readFile(new URL(`.${file}`, dist))).length;
const sum = (sizes) => sizes.reduce((a, b) => a + b, 0);

test('every page of the frame brings its script, names two files in its head, and all of it is small', async () => {
  for (const path of screens) {
    const { preloaded, asked, within } = await scriptsOf(path);
    assert.equal(preloaded.length, MOST_SCRIPTS, path);
    assert.deepEqual([asked.length, within.length], [0, 1], path);
    const sizes = [...(await Promise.all(preloaded.map(sizeOf))), ...within.map((code) => gzipSync(code).length)];
    assert.ok(sum(sizes) <= MOST_KB * 1000, `${path}: ${sizes} bytes`);
  }
});

test('the page that is kept for the next visit asks for the same script by its file, which is kept beside it', async () => {
  for (const path of screens) {
    const kept = scriptsIn(await readFile(new URL(`./kept${path}.txt`, dist), 'utf8'));
    assert.deepEqual([kept.preloaded.length, kept.within.length], [MOST_SCRIPTS, 0], path);
    assert.deepEqual(kept.asked, [kept.preloaded[0]], path);
    assert.equal(kept.preloaded[1], (await scriptsOf(path)).preloaded[1], path);
  }
});

/** Holds back what matches until it is let go. */
async function hold(context, address) {
  let letGo;
  const until = new Promise((resolve) => (letGo = resolve));
  const keep = async (route) => {
    await until;
    await route.fallback();
  };
  await context.route(address, keep);
  return async () => {
    letGo();
    await context.unroute(address, keep);
  };
}

/** Every request from now on, by what it is. */
function record(page) {
  const seen = { scripts: [], calls: [], others: [], requests: [] };
  const hear = (request) => {
    const { pathname, search } = new URL(request.url());
    seen.requests.push(request);
    if (pathname.startsWith('/_astro/') && pathname.endsWith('.js')) seen.scripts.push(pathname);
    else if (pathname.startsWith('/api/')) seen.calls.push(`${request.method()} ${pathname}${search}`);
    else if (!request.isNavigationRequest()) seen.others.push(pathname);
  };
  page.on('request', hear);
  return { ...seen, stop: () => page.off('request', hear) };
}

async function onTheWire(request) {
  const { responseBodySize, responseHeadersSize } = await request.sizes();
  return responseBodySize + responseHeadersSize;
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The bars of the skeleton that one sees. */
function bars() {
  return [...document.querySelectorAll('#main .skeleton-bar')]
    .filter((bar) => bar.checkVisibility({ opacityProperty: true }))
    .map((bar) => bar.getBoundingClientRect())
    .filter(({ width, height }) => width >= 60 && height >= 8).length;
}

/** One of the addresses that share their scripts: the categories that are not active do. */
const scriptsByScreen = await Promise.all(screens.map(scriptsOf));
const kinds = [...new Map(screens.map((path, at) => [scriptsByScreen[at].preloaded.join(), path])).values()];

describe('every kind of screen', () => {
  test('asks for what it shows before its scripts are there, once, shows a skeleton meanwhile, and what it showed last on the next visit', () =>
    people.lend(async (ann) => {
      const { context, page } = await browserOf(ann);
      await show(page, '/settings', ann);
      for (const path of kinds) {
        await page.goto('about:blank');
        const scripts = await hold(context, '**/_astro/*.js');
        const answers = await hold(context, '**/api/v1/**');
        // As on a first visit: who it is is known, and nothing of theirs, and there is no font yet.
        await forgetCopies(context);
        const seen = record(page);
        await page.goto(path, { waitUntil: 'commit' });
        await until(() => seen.calls.length > 0 && seen.scripts.length >= MOST_SCRIPTS);
        const early = [...seen.calls];
        const files = [...seen.scripts].sort();
        await becomes(page, bars);
        await scripts();
        await becomes(page, () => document.documentElement.hasAttribute('data-late') && document.querySelector('#main .skeleton') !== null);
        await becomes(page, bars);
        assert.deepEqual(seen.others, [], `${path}: nothing else takes the network before the content`);
        const asked = [...seen.requests];
        await answers();
        await shows(page, ann);
        assert.deepEqual([...seen.scripts].sort(), files, `${path}: no file waits for another`);
        assert.deepEqual(seen.calls, early, `${path}: nothing is asked for twice, or late`);
        assert.ok(early.length <= mostCalls(path) && early.includes('GET /api/v1/me'), `${path}: ${early}`);
        assert.equal(new Set(seen.scripts).size, MOST_SCRIPTS, `${path}: ${seen.scripts}`);
        seen.stop();
        const [own, ...behind] = await Promise.all(asked.map(onTheWire));
        assert.ok(own <= MOST_PAGE_KB * 1000 && sum(behind) <= MOST_BEHIND_KB * 1000, `${path}: ${own} bytes, and ${behind} behind it`);

        const held = await hold(context, '**/api/v1/**');
        await page.goto('about:blank');
        await page.goto(path);
        await shows(page, ann);
        assert.deepEqual(await page.locator('#main [role=alert]').count(), 0);
        await held();
      }
      await context.close();
    }));

  /** On a page of the origin that is not in the frame. */
  async function forgetCopies(context) {
    const page = await context.newPage();
    await page.route('**/nothing-here', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto('/nothing-here');
    await page.evaluate(() => {
      for (const name of Object.keys(localStorage)) if (name.startsWith('xentri.copy.') || name === 'xentri.font') localStorage.removeItem(name);
    });
    await page.close();
  }
});

test('an answer costs one call, and what it tells is in the panel and in the copy of the next visit', async () => {
  const ann = await people.make();
  const { context, page } = await browserOf(ann);
  await show(page, '/strategy', ann);
  const seen = record(page);
  const before = await page.getByTestId('message-copilot').count();
  await page.getByTestId('composer').fill('We are open on Sundays.');
  await page.getByTestId('send').click();
  await becomes(page, (count) => document.querySelectorAll('[data-testid=message-copilot]').length > count, before);
  await expectText(page.getByTestId('messages'), 'We are open on Sundays.');
  assert.equal(seen.calls.length, 1, seen.calls.join());
  assert.match(seen.calls[0], /^POST .*\/messages$/);
  const words = await page.getByTestId('messages').innerText();
  const held = await hold(context, '**/api/v1/**');
  await page.reload();
  await shows(page, ann);
  const again = await page.getByTestId('messages').innerText();
  for (const line of words.split('\n')) assert.ok(again.includes(line), `“${line}” is there again`);
  await held();
  await context.close();
});

test('few words that stand near the box do not jump when a reply joins them', async () => {
  const ann = await people.make();
  const { context, page } = await browserOf(ann, { viewport: { width: 412, height: 1600 } });
  await page.addInitScript(() => {
    window.shifted = [];
    const hear = (list) => window.shifted.push(...list.getEntries().filter((entry) => !entry.hadRecentInput).map(({ value }) => value));
    new PerformanceObserver(hear).observe({ type: 'layout-shift', buffered: true });
  });
  await show(page, '/strategy', ann);
  const place = () => document.querySelector('[data-testid=messages] > ol').offsetTop;
  await becomes(page, () => document.querySelector('[data-testid=messages] > ol').offsetTop > 300);
  const before = await page.evaluate(place);
  const reply = await hold(context, '**/messages');
  await page.getByTestId('composer').fill('We are open on Sundays.');
  await page.getByTestId('send').click();
  // For half a second after a key or a click the browser takes every shift for wanted.
  await page.waitForTimeout(700);
  const count = await page.getByTestId('message-copilot').count();
  await reply();
  await becomes(page, (known) => document.querySelectorAll('[data-testid=message-copilot]').length > known, count);
  await page.waitForTimeout(300);
  assert.ok((await page.evaluate(place)) < before, 'they have moved up');
  assert.deepEqual(await page.evaluate(() => window.shifted.filter((value) => value > 0.001)), []);
  await context.close();
});

test('what has changed since takes the place of the copy', async () => {
  const ann = await people.make();
  const { context, page } = await browserOf(ann);
  await show(page, '/strategy/brief', ann);
  await page.goto('about:blank');
  const other = await browserOf(ann);
  await show(other.page, '/strategy/brief', ann);
  await other.page.getByTestId('edit-goals').click();
  await other.page.getByTestId('statements-goals').fill('A second van by spring.');
  await expectText(other.page.getByTestId('save-status'), 'Saved');
  const held = await hold(context, '**/api/v1/**');
  await page.goto('/strategy/brief');
  await shows(page, ann);
  assert.ok(!(await page.getByTestId('brief').innerText()).includes('A second van'));
  await held();
  await expectText(page.getByTestId('brief-goals'), 'A second van by spring.');
  await other.context.close();
  await context.close();
});

describe('the copy of the last visit', () => {
  test('goes with a sign-out, and nobody who comes next sees anything of it', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann);
    for (const path of ['/strategy', '/strategy/brief', '/strategy/activity']) await show(page, path, ann);
    await page.getByTestId('user-menu').click();
    await page.getByTestId('sign-out').click();
    await page.waitForURL('**/sign-in');
    await assertNothingOf(page, ann, 'after a sign-out');
    await context.addCookies([(await bea.session()).cookie]);
    for (const path of ['/strategy', '/strategy/brief', '/strategy/activity']) {
      await show(page, path, bea);
      await assertNothingOf(page, ann, `${path}, as somebody else`);
    }
    await context.close();
  });

  test('is dropped by the first answer that is somebody else’s, on every screen', () =>
    people.lend(async (ann) => {
      const { context, page, session } = await browserOf(ann);
      const hers = (await bea.session()).cookie;
      for (const path of ['/strategy', '/strategy/brief', '/strategy/activity', '/settings']) {
        await context.addCookies([session.cookie]);
        await show(page, path, ann);
        await page.goto('about:blank');
        await context.addCookies([hers]);
        await show(page, path, bea);
        await assertNothingOf(page, ann, `${path}, as somebody else`);
      }
      await context.close();
    }));

  test('goes with the tab that is closed', () =>
    people.lend(async (ann) => {
      const { context, page } = await browserOf(ann);
      await show(page, '/strategy', ann);
      await context.addCookies([(await bea.session()).cookie]);
      await goElsewhere(page);
      await closed(page);
      await assertNothingOf(page, ann, 'a closed tab');
      await context.close();
    }));

  test('makes room for words that have no second copy', async () => {
    const ann = await people.make();
    const { context, page } = await browserOf(ann);
    await show(page, '/strategy', ann);
    await page.evaluate(() => {
      const size = () => Object.entries({ ...localStorage }).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
      for (let piece = 1 << 20; piece >= 1; piece = piece >> 1) {
        try {
          for (;;) localStorage.setItem(`full.${size()}`, 'x'.repeat(piece));
        } catch {
          // No more of this size.
        }
      }
    });
    await page.getByTestId('composer').fill(`Kept though there was no room, says ${ann.word}.`);
    await becomes(page, () => Object.entries({ ...localStorage }).some(([name, text]) => name.startsWith('xentri.typed.') && text.includes('no room')));
    await context.close();
  });
});
