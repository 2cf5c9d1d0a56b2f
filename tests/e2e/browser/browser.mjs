// Chromium from the system, and what every page is held to: no console error, nothing serious that axe finds.
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
  '--enable-features=BackForwardCache',
  `--disable-features=${WITHOUT.join()}`,
];

/** How long a test waits for anything. Only what never comes fails: a machine that has much else to do is slow. */
export const PATIENCE_MS = 180_000;

/** The engine; or, with `whole`, the browser as people have it, with its back/forward cache, which Playwright switches off by default. */
export async function launch({ whole = false } = {}) {
  const executablePath = whole ? chromiumPath() : enginePath();
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, ignoreDefaultArgs: ['--disable-back-forward-cache'], args: [...FLAGS, ...asRoot] });
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

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe calls serious or critical, by rule and place. It judges colours as they are at the moment, so what is fading comes to its end first. */
export async function seriousFindings(page) {
  await atRest(page);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
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
