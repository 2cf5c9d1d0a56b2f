// Takes the screenshots of docs/screens from a fresh local cloud: dark and light, 360 and 1280 wide.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch, open } from './browser.mjs';
import { startCloud } from './cloud.mjs';
import { acceptAll, ANSWERS, answer, approve, draft, signUp, visit } from './owner.mjs';

const folder = fileURLToPath(new URL('../../../docs/screens/', import.meta.url));
const SIZES = { 1280: { width: 1280, height: 800 }, 360: { width: 360, height: 740 } };

await mkdir(folder, { recursive: true });
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
  await page.goto('/sign-up');
  await shoot('sign-up');
  await signUp(page, `screens-${suffix}@example.com`);
  for (const text of ANSWERS.slice(0, 4)) await answer(page, text);
  await shoot('conversation');
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
