// Measures how soon the app shows what it is there for, on a slow network and a slow processor, and writes it into docs/benchmarks.md.
// Chromium's own throttling, with the figures of Lighthouse's slow 3G and its mobile processor; medians of several visits.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launch, open } from './browser.mjs';
import { startCloud } from './cloud.mjs';
import { ANSWERS, acceptAll, answer, approve, draft, signUp } from './owner.mjs';

const RUNS = Number(process.env.RUNS ?? 3);
/** What Lighthouse calls slow 3G, as its devtools throttling sets it: 5 × 400 ms before each answer, 90 % of 400 kbit/s. */
const SLOW_3G = { offline: false, latency: 2000, downloadThroughput: (0.9 * 400 * 1024) / 8, uploadThroughput: (0.9 * 400 * 1024) / 8 };
const CPU = 4;
const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, hasTouch: true, isMobile: true };

/** What stands on a screen when what one came for is there. */
const SCREENS = {
  Conversation: ['/strategy', '[data-testid=message-copilot]'],
  Brief: ['/strategy/brief', '[data-testid=brief]'],
  Activity: ['/strategy/activity', '[data-testid=event]'],
};

const document = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url));
const TITLE = '## First paint of the app';

/** In the page, ahead of everything: what the browser itself says about paints, shifts and interactions. */
function observe() {
  const seen = { lcp: 0, cls: 0, interactions: {} };
  window.seen = seen;
  const on = (type, hear, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(hear)).observe({ type, buffered: true, ...more });
  on('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime));
  on('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.cls += entry.value;
  });
  on('event', (entry) => {
    if (entry.interactionId > 0) seen.interactions[entry.interactionId] = Math.max(seen.interactions[entry.interactionId] ?? 0, entry.duration);
  }, { durationThreshold: 16 });
}

async function slow(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.enable');
  await tools.send('Network.emulateNetworkConditions', SLOW_3G);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: CPU });
}

/** A visit until the content stands and two seconds more, in which it could still move or grow. */
async function visit(context, path, content) {
  const page = await context.newPage();
  await page.addInitScript(observe);
  await slow(page);
  await page.goto(path, { waitUntil: 'commit' });
  await page.locator(content).first().waitFor();
  const shown = await page.evaluate(() => performance.now());
  await page.waitForTimeout(2_000);
  const measured = await page.evaluate((until) => {
    const ours = performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(location.origin));
    const before = ours.filter(({ responseEnd }) => responseEnd > 0 && responseEnd <= until);
    const scripts = before.filter(({ name }) => name.endsWith('.js')).map(({ name }) => new URL(name).pathname);
    const within = [...document.querySelectorAll('script[type=module]:not([src])')].map(({ text }) => text);
    return { ...window.seen, scripts, within, calls: before.filter(({ name }) => name.includes('/api/')).length };
  }, shown);
  return { page, shown, ...measured };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function percentile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;
}

/** What this browser knows once somebody has signed in and looked at nothing yet. */
function justSignedIn(state) {
  const known = ['xentri.signed-in', 'xentri.session-until', 'xentri.theme'];
  return { ...state, origins: state.origins.map((one) => ({ ...one, localStorage: one.localStorage.filter(({ name }) => known.includes(name)) })) };
}

/** Of the files that came, and of what the page had within. */
async function kilobytes(origin, { scripts, within }) {
  const files = await Promise.all(scripts.map(async (path) => Buffer.from(await (await fetch(origin + path)).arrayBuffer())));
  return [...files, ...within].reduce((sum, file) => sum + gzipSync(file).length, 0) / 1000;
}

async function measureScreen(browser, origin, state, [path, content]) {
  const cold = [];
  const warm = [];
  for (let run = 0; run < RUNS; run++) {
    const { context } = await open(browser, origin, { ...PHONE, storageState: justSignedIn(state) });
    const first = await visit(context, path, content);
    cold.push(first);
    await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await first.page.close();
    const second = await visit(context, path, content);
    warm.push(second);
    await context.close();
  }
  return {
    cold: median(cold.map(({ lcp }) => lcp)),
    warm: median(warm.map(({ lcp }) => lcp)),
    shift: Math.max(...[...cold, ...warm].map(({ cls }) => cls)),
    scripts: cold[0].scripts.length,
    kB: await kilobytes(origin, cold[0]),
    calls: cold[0].calls,
  };
}

async function measureLanding(browser, origin) {
  const paints = [];
  for (let run = 0; run < RUNS; run++) {
    const { context } = await open(browser, origin, PHONE);
    paints.push((await visit(context, '/', 'h1')).lcp);
    await context.close();
  }
  return median(paints);
}

/** How long an owner waits for a reply, and how long the page for each touch and key, over a conversation that is answered to the end. */
async function measureTalk(browser, origin) {
  const { context, page } = await open(browser, origin, PHONE);
  await signUp(page, `paint-${Date.now()}@example.com`);
  await context.newPage().then((other) => other.close());
  await page.addInitScript(observe);
  await page.reload();
  await page.getByTestId('composer').waitFor();
  await slow(page);
  const waits = [];
  for (const text of ANSWERS) {
    const before = await page.getByTestId('message-copilot').count();
    await page.getByTestId('composer').pressSequentially(text.slice(0, 24));
    await page.getByTestId('composer').fill(text);
    const from = await page.evaluate(() => performance.now());
    await page.getByTestId('send').click();
    await page.waitForFunction((count) => document.querySelectorAll('[data-testid="message-copilot"]').length > count, before);
    waits.push((await page.evaluate(() => performance.now())) - from);
  }
  await page.getByTestId('brief-sheet').click();
  await page.keyboard.press('Escape');
  for (const screen of ['Brief', 'Activity', 'Conversation']) {
    await page.locator('.frame-bottom').getByText(screen, { exact: true }).click();
    await page.locator('#main h1').first().waitFor();
  }
  await page.waitForTimeout(500);
  const { interactions, cls } = await page.evaluate(() => window.seen);
  await context.close();
  const times = Object.values(interactions);
  return { reply: median(waits.slice(1)), first: waits[0], inp: percentile(times, 0.75), interactions: times.length, cls };
}

async function prepared(browser, origin) {
  const { context, page } = await open(browser, origin);
  await signUp(page, `paints-${Date.now()}@example.com`);
  for (const text of ANSWERS) await answer(page, text);
  await draft(page);
  await acceptAll(page);
  await approve(page);
  await page.goto('/strategy');
  await page.getByTestId('talk-again').click();
  await answer(page, 'We want to open a second workshop in York next year.');
  await page.evaluate(() => localStorage.setItem('xentri.session-until', String(Date.now() + 550_000)));
  const state = await context.storageState();
  await context.close();
  return state;
}

const seconds = (ms) => (ms / 1000).toFixed(1);

function sectionOf(landing, screens, talk) {
  const rows = Object.entries(screens).map(([name, { cold, warm, shift, scripts, kB, calls }]) => {
    const cells = [name, seconds(cold), seconds(warm), shift.toFixed(3), scripts, kB.toFixed(0), calls];
    return `| ${cells.join(' | ')} |`;
  });
  return `${TITLE}

Written by \`make bench-shell\` on ${new Date().toISOString().slice(0, 10)}. Chromium with Lighthouse's slow 3G (devtools throttling: 2 s before each
answer, 360 kbit/s) and a processor ${CPU} times slower, 412 × 823, medians of ${RUNS}. LCP in seconds: cold is the first visit after signing in, with
nothing in the browser's cache; warm is the next one, which begins with what the browser kept. Scripts and calls are those that had come
when the content stood; kB is the JavaScript in them and in the page (gzip). Goals: 6 s cold, 1.5 s warm, shift 0.02, two scripts, 90 kB. The floor of a page
is 2.2 s, and 4.2 s where something of the person's stands on it.

| screen | cold | warm | shift | scripts | kB | calls |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| Landing | ${seconds(landing)} | | | | | |
${rows.join('\n')}

A reply takes ${seconds(talk.reply)} s (goal 2.5), the first one, which begins the conversation, ${seconds(talk.first)} s. INP over
${talk.interactions} interactions of the conversation and of switching screens, 75th percentile: ${talk.inp.toFixed(0)} ms (goal 100).
Layout shift in all of it: ${talk.cls.toFixed(3)}.
`;
}

async function write(section) {
  const text = await readFile(document, 'utf8');
  const at = text.indexOf(`\n${TITLE}`);
  if (at < 0) return writeFile(document, `${text.trimEnd()}\n\n${section}`);
  const next = text.indexOf('\n## ', at + 1);
  return writeFile(document, `${text.slice(0, at + 1)}${section}${next < 0 ? '' : text.slice(next)}`);
}

const elsewhere = process.env.ORIGIN;
const cloud = elsewhere === undefined ? await startCloud() : { origin: elsewhere, stop: async () => undefined };
const browser = await launch({ apart: true });
try {
  const state = await prepared(browser, cloud.origin);
  const landing = await measureLanding(browser, cloud.origin);
  const screens = {};
  for (const [name, screen] of Object.entries(SCREENS)) screens[name] = await measureScreen(browser, cloud.origin, state, screen);
  const section = sectionOf(landing, screens, await measureTalk(browser, cloud.origin));
  if (elsewhere === undefined) await write(section);
  console.log(section);
} finally {
  await browser.close();
  await cloud.stop();
}
