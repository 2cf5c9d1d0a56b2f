// Takes the screenshots of docs/screens from a fresh local cloud: dark and light, 360 and 1280 wide. The landing page's pictures of the
// product are parts of them.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { becomes, launch, open } from './browser.mjs';
import { startCloud } from './cloud.mjs';
import { acceptAll, ANSWERS, answer, approve, draft, signUp, visit } from './owner.mjs';

const folder = fileURLToPath(new URL('../../../docs/screens/', import.meta.url));
const product = fileURLToPath(new URL('../../../static-shell/src/assets/product/', import.meta.url));
/** Of the landing page's pictures, in bytes: a second on a slow phone. */
const LARGEST = 60_000;
const SIZES = { 1280: { width: 1280, height: 800 }, 360: { width: 360, height: 740 } };

await mkdir(folder, { recursive: true });
await mkdir(product, { recursive: true });
const cloud = await startCloud();
const browser = await launch({ whole: true });
try {
  for (const colorScheme of ['dark', 'light']) {
    for (const [width, viewport] of Object.entries(SIZES)) {
      await takeAll(`${colorScheme}-${width}`, { viewport, colorScheme, reducedMotion: 'reduce' });
    }
  }
} finally {
  await browser.close();
  await cloud.stop();
}

async function takeAll(suffix, options) {
  const { context, page } = await open(browser, cloud.origin, options);
  const shoot = async (name) => {
    await page.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all(document.getAnimations().map((animation) => animation.finished));
    });
    await page.screenshot({ path: `${folder}${name}-${suffix}.png` });
  };
  await page.goto('/');
  await shoot('landing');
  await page.goto('/sign-up');
  await shoot('sign-up');
  await page.goto('/sign-in');
  await page.locator('form:not([hidden]) button[type=submit]:not([disabled])').waitFor();
  await shoot('sign-in');
  await signUp(page, `screens-${suffix}@example.com`);
  await page.getByTestId('examples').click();
  await shoot('first-question');
  for (const text of ANSWERS.slice(0, 4)) await answer(page, text);
  await shoot('conversation');
  await picture(page, suffix);
  await removal(page, shoot);
  await offline(page, context, shoot);
  await page.keyboard.press('?');
  await page.getByTestId('shortcuts').waitFor();
  await shoot('shortcuts');
  await page.keyboard.press('Escape');
  for (const text of ANSWERS.slice(5)) await answer(page, text);
  await visit(page, '/strategy/form');
  await shoot('form');
  await visit(page, '/strategy');
  await draft(page);
  await shoot('review');
  await page.getByTestId('ask-goals').click();
  await page.getByTestId('replaces').waitFor();
  await shoot('asked-again');
  await visit(page, '/strategy/review');
  await acceptAll(page);
  await approve(page);
  await visit(page, '/strategy/brief');
  await shoot('brief');
  await change(page, shoot);
  await visit(page, '/strategy/activity');
  await shoot('activity');
  await visit(page, '/brand');
  await shoot('inactive-category');
  await visit(page, '/settings');
  await shoot('settings');
  await context.close();
}

/** A fact is taken out, and the way back is in sight; on a phone above the sheet. */
async function removal(page, shoot) {
  const sheet = page.getByTestId('brief-sheet');
  const narrow = await sheet.isVisible();
  if (narrow) await sheet.click();
  const facts = page.getByTestId('statement').filter({ visible: true });
  const more = facts.last().locator('[data-more]');
  if (await more.isVisible()) await more.click();
  await facts.last().hover();
  await facts.last().locator('button[title=Remove]').click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  await undo.focus(); // It stays while it is in use.
  await shoot('undo');
  await undo.click();
  await undo.waitFor({ state: 'detached' });
  if (narrow) await page.keyboard.press('Escape');
}

/** An answer that waits for the network. */
async function offline(page, context, shoot) {
  await context.setOffline(true);
  await page.getByTestId('composer').fill(ANSWERS[4]);
  await page.getByTestId('send').click();
  await page.getByTestId('answer-waiting').waitFor();
  await shoot('offline');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Send now' }).click();
  await page.getByTestId('answer-waiting').waitFor({ state: 'detached' });
  await becomes(page, () => document.querySelector('.words-thinking') === null);
  await page.getByTestId('messages').focus();
}

/** What an answer after the approval changes, and the versions that there are then. */
async function change(page, shoot) {
  await visit(page, '/strategy/brief');
  await page.getByTestId('open-history').click();
  await page.getByTestId('version-1').waitFor();
  await shoot('history');
  await page.keyboard.press('Escape');
  await page.goto('/strategy');
  await page.getByTestId('talk-again').click();
  await answer(page, 'We also clear blocked drains for £80.');
  await page.getByTestId('draft-now').click();
  await page.getByTestId('review').waitFor();
  await shoot('change');
}

/** What the landing page shows: the screen without its frame. A picture of it in WebP is a third of one in PNG. */
async function picture(page, suffix) {
  const [theme, width] = suffix.split('-');
  const { x, y, width: wide, height } = await page.locator('#main').boundingBox();
  const png = await page.screenshot({ clip: { x, y, width: wide, height } });
  const webp = await page.evaluate(async ([encoded, most]) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    for (let quality = 0.9; ; quality -= 0.05) {
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality })).arrayBuffer());
      if (bytes.length <= most) return Array.from(bytes);
    }
  }, [png.toString('base64'), LARGEST]);
  await writeFile(`${product}${theme}-${width === '360' ? 'narrow' : 'wide'}.webp`, Buffer.from(webp));
}
