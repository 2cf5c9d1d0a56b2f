// What every screen is held to, whatever it shows: a phone, a finger, a keyboard, large type, long words, words from right to left, no motion.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axeFindings, becomes, launch, open, sidewaysScroll, smallTargets } from './browser.mjs';
import { cloudForAll } from './cloud.mjs';
import { acceptAll, answer, ANSWERS, approve, expectText, signUp, visit } from './owner.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const TABLET = { viewport: { width: 768, height: 1024 }, hasTouch: true };
/** A screen of 1280 × 800 at 200 %. */
const ZOOMED = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
const OPEN = ['/', '/sign-up', '/sign-in', '/forgot-password', '/nowhere'];
const TALKING = ['/strategy', '/strategy/form', '/strategy/review'];
const APPROVED = ['/strategy/brief', '/strategy/activity', '/brand', '/sales', '/finance', '/operations', '/team', '/legal', '/settings'];

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2);
const AWKWARD = [`I run ${LONG}. We repair boats in Vienna since 1893.`, 'عملاؤنا أصحاب القوارب في فيينا الذين يحتاجون إلى إصلاح سريع.', `Call-outs at €60, ${LONG} at €90.`];

let cloud;
let browser;

before(async () => {
  cloud = await cloudForAll();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await cloud?.stop();
});

async function assertFits(page, { finger }) {
  assert.deepEqual(await sidewaysScroll(page), [], `${page.url()} scrolls sideways`);
  assert.ok((await page.locator('.btn-primary:visible').count()) <= 1, `${page.url()} has one primary button at most`);
  if (finger) assert.deepEqual(await smallTargets(page), [], `${page.url()} is hard to hit`);
}

/** The browser reports a missing page as a failed load; that is the only thing it may report. */
function complaints(errors) {
  return errors.filter((error) => !error.includes('/nowhere'));
}

/** Walks through every screen in every state. `axe` need not run at each size: what it looks at is the same at all of them. */
async function goThroughAll(page, errors, { email, answers, finger, axe }) {
  const look = async () => {
    await assertFits(page, { finger });
    if (axe) assert.deepEqual(await axeFindings(page), [], `axe on ${page.url()}`);
  };
  for (const path of OPEN) {
    await page.goto(path);
    await look();
  }
  await signUp(page, email);
  await visit(page, '/brand');
  await look();
  await page.goto('/strategy/brief');
  await page.getByTestId('brief-empty').waitFor();
  await look();
  await visit(page, '/strategy');
  for (const text of answers) await answer(page, text);
  await look();
  await visit(page, '/strategy/form');
  await page.getByTestId('form-review').click();
  await page.waitForURL('**/strategy/review');
  for (const path of TALKING) {
    await visit(page, path);
    await look();
  }
  await page.getByTestId('edit-identity').click();
  await look();
  await page.getByTestId('edit-identity').click();
  await acceptAll(page);
  await look();
  await approve(page);
  for (const path of APPROVED) {
    await visit(page, path);
    await look();
  }
  assert.deepEqual(complaints(errors), []);
}

describe('every screen', { concurrency: 2 }, () => {
  test('works on a phone of 360 pixels, with a finger, in the dark, with long words and with words from right to left', async () => {
    const { context, page, errors } = await open(browser, cloud.origin, { ...PHONE, colorScheme: 'dark' });
    await goThroughAll(page, errors, { email: 'phone@example.com', answers: AWKWARD, finger: true, axe: true });
    await page.getByTestId('more').click();
    await assertFits(page, { finger: true });
    assert.deepEqual(await axeFindings(page), [], 'axe on the sheet of all categories');
    await context.close();
  });

  test('the first one says what this is, how long it takes, what it costs and what comes out, and shows it in the colours that one has', async () => {
    for (const { colorScheme, chosen, shows } of [
      { colorScheme: 'light', shows: 'light' },
      { colorScheme: 'dark', shows: 'dark' },
      { colorScheme: 'light', chosen: 'dark', shows: 'dark' },
    ]) {
      for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } })) {
        const { context, page, errors } = await open(browser, cloud.origin, { colorScheme, viewport });
        if (chosen !== undefined) await context.addInitScript((theme) => localStorage.setItem('xentri.theme', theme), chosen);
        const pictures = [];
        page.on('response', async (response) => {
          if (response.request().resourceType() === 'image' && response.url().includes('.webp')) pictures.push(response);
        });
        await page.goto('/');
        const picture = page.locator('.product img').filter({ visible: true });
        await picture.scrollIntoViewIfNeeded();
        await picture.evaluate((image) => image.decode());
        assert.deepEqual(pictures.map((one) => /(light|dark)-(wide|narrow)/.exec(one.url())[0]), [`${shows}-${size}`], 'one picture is fetched');
        assert.ok((await pictures[0].body()).length <= 60_000, `${pictures[0].url()} is small`);
        await expectText(page.getByTestId('landing-facts'), 'About ten minutes.');
        await expectText(page.getByTestId('landing-facts'), 'Free to begin.');
        assert.deepEqual(await page.getByTestId('landing-sections').locator('h3').allInnerTexts(), ['Your business', 'Customers', 'Prices', 'Why you', 'How you work', 'Goals', 'Reviews']);
        assert.deepEqual(errors, []);
        await context.close();
      }
    }
  });

  test('works on a tablet of 768 pixels, with a finger, in the light', async () => {
    const { context, page, errors } = await open(browser, cloud.origin, { ...TABLET, colorScheme: 'light' });
    await goThroughAll(page, errors, { email: 'tablet@example.com', answers: ANSWERS.slice(0, 2), finger: true, axe: true });
    await context.close();
  });

  test('works at 200 %, where the composer stays in sight', async () => {
    const { context, page, errors } = await open(browser, cloud.origin, ZOOMED);
    await goThroughAll(page, errors, { email: 'zoom@example.com', answers: AWKWARD, finger: false, axe: false });
    await context.close();

    const small = await open(browser, cloud.origin, { viewport: { width: 320, height: 256 } });
    await signUp(small.page, 'zoom-400@example.com');
    await answer(small.page, ANSWERS[0]);
    for (const name of ['composer', 'send']) {
      const box = await small.page.getByTestId(name).boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= 256, `${name} is in sight at 400 %`);
    }
    assert.deepEqual(await sidewaysScroll(small.page), []);
    await small.context.close();
  });

  test('can be used by keyboard alone, and the focus is always seen', async () => {
    const { context, page, errors } = await open(browser, cloud.origin);
    await signUp(page, 'keys@example.com');
    await becomes(page, () => document.activeElement.dataset.testid === 'composer');
    await visit(page, '/strategy/activity');
    await page.keyboard.press('Tab');
    const skip = page.getByText('Skip to content');
    const box = await skip.boundingBox();
    assert.ok(box.width > 44 && box.y >= 0, 'the way past the navigation shows itself');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');

    await page.goto('/strategy/activity');
    await page.getByTestId('event').first().waitFor();
    for (let at = 0; at < 30; at++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const { activeElement: element } = document;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return element === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || element.outerHTML.slice(0, 200);
      });
      assert.equal(seen, true, 'the focus is seen');
    }

    await page.getByTestId('nav-brief').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('brief-empty').waitFor();
    assert.equal(await page.title(), 'Brief · Strategy · Xentri');
    await expectText(page.locator('[data-announcer]'), 'Brief');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'nav-brief', 'the focus stays in the navigation');

    await page.getByRole('link', { name: 'Go to the conversation' }).focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('composer').waitFor();
    await becomes(page, () => document.activeElement.dataset.testid === 'composer');
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('keeps the newest words in sight when offers take their height, and leaves alone who reads back', async () => {
    const { context, page } = await open(browser, cloud.origin, { viewport: { width: 1024, height: 600 } });
    await signUp(page, 'sight@example.com');
    for (const text of ANSWERS.slice(0, 4)) await answer(page, text);
    await page.getByTestId('draft-offer').waitFor();
    // A frame or two after something has taken height.
    const newestInSight = () =>
      becomes(page, () => {
        const bottom = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
        return bottom('[data-testid=messages] li:last-child') <= bottom('[data-testid=messages]');
      });
    await newestInSight();
    await context.setOffline(true);
    await page.getByTestId('composer').fill(ANSWERS[4]);
    await page.getByTestId('send').click();
    await page.getByTestId('answer-waiting').waitFor();
    await becomes(page, () => document.querySelector('[data-testid=notice]').checkVisibility());
    await newestInSight();
    await page.getByTestId('messages').evaluate((log) => log.scrollTo({ top: 0 }));
    await context.setOffline(false);
    await expectText(page.getByTestId('notice'), 'You are back online.');
    assert.equal(await page.getByTestId('messages').evaluate((log) => log.scrollTop), 0, 'the reader stays where they read');
    await context.close();
  });

  test('shows icons only when the sidebar is collapsed, and their names on demand', async () => {
    const { context, page, errors } = await open(browser, cloud.origin);
    await signUp(page, 'narrow@example.com');
    await page.getByTestId('sidebar-toggle').click();
    await page.getByTestId('nav-brief').waitFor({ state: 'hidden' });
    assert.equal((await page.locator('.frame-sidebar').boundingBox()).width, 64);
    assert.equal(await page.getByTestId('category-brand').evaluate((link) => link.ariaLabel ?? link.innerText.trim()), 'Brand');
    assert.deepEqual(await axeFindings(page), []);
    await page.reload();
    await page.getByTestId('message-copilot').first().waitFor();
    assert.equal((await page.locator('.frame-sidebar').boundingBox()).width, 64, 'it is kept');
    await page.getByTestId('sidebar-toggle').click();
    await page.getByTestId('nav-brief').waitFor();
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('moves nothing for those who asked for that', async () => {
    const { context, page } = await open(browser, cloud.origin, { reducedMotion: 'reduce' });
    await signUp(page, 'still@example.com');
    await answer(page, ANSWERS[0]);
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => animation.effect.getTiming().duration > 1)
        .map((animation) => animation.animationName ?? animation.transitionProperty),
    );
    assert.deepEqual(moving, []);
    await context.close();
  });
});
