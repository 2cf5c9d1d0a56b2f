// Takes the screenshots of docs/screens from a fresh local cloud: dark and light, 360 and 1280 wide. The landing page's pictures of the
// product are parts of them.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch, open } from './browser.mjs';
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
  await signUp(page, `screens-${suffix}@example.com`);
  for (const text of ANSWERS.slice(0, 4)) await answer(page, text);
  await shoot('conversation');
  await picture(page, suffix);
  for (const text of ANSWERS.slice(4)) await answer(page, text);
  await draft(page);
  await shoot('review');
  await acceptAll(page);
  await approve(page);
  await visit(page, '/strategy/brief');
  await shoot('brief');
  await visit(page, '/strategy/activity');
  await shoot('activity');
  await visit(page, '/brand');
  await shoot('inactive-category');
  await context.close();
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
