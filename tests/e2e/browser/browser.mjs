// Chromium from the system, and what every page is held to: no console error, nothing that axe finds.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { chromiumPath, enginePath } from './places.mjs';

/** What the browser would start beside each page and nobody looks at: it took a third of its processor time. */
const UNSEEN = ['SpareRendererForSitePerProcess', 'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** And what Playwright goes without: Chromium obeys the last such list only. */
const WITHOUT = [
  ...UNSEEN,
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${WITHOUT.join()}`,
];

/** What draws and what fetches needs no process of its own where no page is strange: each would cost its start, and messages to and fro. */
const TOGETHER = ['--in-process-gpu', '--enable-features=NetworkServiceInProcess2'];
const APART = ['--enable-features=BackForwardCache'];

/** How long a test waits for anything. Only what never comes fails: a machine that has much else to do is slow. */
export const PATIENCE_MS = 180_000;

/**
 * The engine; or, with `whole`, the browser as people have it, with its back/forward cache, which Playwright switches off by default.
 * `apart`: with the processes that people's have, for whoever measures.
 */
export async function launch({ whole = false, apart = whole || enginePath() === chromiumPath() } = {}) {
  const executablePath = whole ? chromiumPath() : enginePath();
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, ignoreDefaultArgs: ['--disable-back-forward-cache'], args: [...FLAGS, ...(apart ? APART : TOGETHER), ...asRoot] });
}

/**
 * A page that remembers what the console complained about. `errors` is emptied by whoever expects one. What the server could not do, and
 * did when it was asked again, is no complaint: Chromium tells of it, the person sees nothing (docs/decisions/0093).
 */
export async function open(browser, origin, options = {}) {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const errors = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  const later = new Set();
  page.on('response', (response) => {
    const url = response.url();
    const call = `${response.request().method()} ${url}`;
    if (couldNot(response)) later.add(call);
    else if (response.ok() && later.delete(call)) withdraw(errors, url);
  });
  return { context, page, errors };
}

/** As opposed to a fault of ours, which is a 500 with our own words. */
function couldNot(response) {
  const ours = response.headers()['content-type']?.startsWith('application/problem+json') === true;
  return [502, 503, 504].includes(response.status()) || (response.status() === 500 && !ours);
}

function withdraw(errors, url) {
  const left = errors.filter((error) => !(error.includes('the server responded with a status of 50') && error.endsWith(`(${url})`)));
  errors.splice(0, errors.length, ...left);
}

/**
 * Until this is true in the page, which is asked ten times a second. Asked at each frame, as Playwright would, a page that waits uses a tenth of
 * a processor for frames that show nothing new.
 */
export function becomes(page, condition, argument) {
  return page.waitForFunction(condition, argument, { polling: 100 });
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that axe still tries out: it looks at them only when asked to. */
const TRIED_OUT = Object.fromEntries(['label-content-name-mismatch', 'focus-order-semantics', 'table-fake-caption', 'td-has-header', 'p-as-heading'].map((rule) => [rule, { enabled: true }]));

/** What axe finds, whatever its severity, by rule and place. It judges colours as they are at the moment, so what is fading comes to its end first. */
export async function axeFindings(page) {
  await atRest(page);
  // It is the better part of a megabyte: once for each document.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { resultTypes: ['violations'], rules }), TRIED_OUT);
  return violations.flatMap(({ id, impact, nodes }) => nodes.map((node) => `${id} (${impact}): ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

/** Waits for every animation and transition that has an end. */
async function atRest(page) {
  await page.evaluate(async () => {
    const moving = () => document.getAnimations().filter(({ playState, effect }) => playState === 'running' && effect.getComputedTiming().endTime !== Infinity);
    while (moving().length > 0) await Promise.allSettled(moving().map(({ finished }) => finished));
  });
}

/** Everything that scrolls sideways, by element: the page itself, and whatever scrolls inside it. */
export async function sidewaysScroll(page) {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('body, body *')]
      .filter((element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
      .filter((element) => element === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} by ${element.scrollWidth - element.clientWidth} px`),
  );
}

/** Controls that a finger cannot hit: smaller than 44 pixels in a direction. Links inside a sentence are as high as their line. */
export async function smallTargets(page) {
  return page.evaluate(() => {
    const area = (element) => (element.matches('[type=radio], [type=checkbox]') ? (element.closest('label') ?? element) : element);
    const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && getComputedStyle(element).clipPath === 'none';
    return [...document.querySelectorAll('a[href], button, input, select, textarea')]
      .filter((element) => shown(element) && getComputedStyle(element).display !== 'inline')
      .map((element) => ({ element, box: area(element).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (Math.round(box.width) < 44 || Math.round(box.height) < 44))
      .map(({ element, box }) => `${element.tagName.toLowerCase()} "${element.ariaLabel ?? element.innerText}" ${Math.round(box.width)} × ${Math.round(box.height)}`);
  });
}
