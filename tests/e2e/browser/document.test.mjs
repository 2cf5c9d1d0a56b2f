// The approved Brief as a document: what it says, its history, the files made from it, and paper.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { axeFindings, becomes, launch, open, sidewaysScroll, smallTargets } from './browser.mjs';
import { cloudForAll } from './cloud.mjs';
import { acceptAll, approve, converse, draft, expectText, signUp, visit } from './owner.mjs';

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

async function approved(email, options = {}) {
  const opened = await open(browser, cloud.origin, options);
  await signUp(opened.page, email);
  await converse(opened.page);
  await draft(opened.page);
  await acceptAll(opened.page);
  await approve(opened.page);
  return opened;
}

/** Types over the sentences of a section, and waits until they are saved. */
async function write(page, section, text) {
  await page.getByTestId(`edit-${section}`).click();
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.url().includes(`/sections/${section}`));
  await page.getByTestId(`statements-${section}`).fill(text);
  assert.equal((await saved).status(), 200);
  await page.getByTestId(`edit-${section}`).click();
}

async function exported(page, format) {
  await page.getByTestId('open-export').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`export-${format}`).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Words alone: a sentence that is no more than a row of a table is read there. */
function squeezed(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}\p{Sc}]+/gu, '');
}

describe('the Brief as a document', { concurrency: 2 }, () => {
  test('every change is in its history, with who and what, and can be brought back', async () => {
    const { context, page, errors } = await approved('history@example.com');
    await write(page, 'goals', 'Open a second shop in York.');
    await page.getByTestId('open-history').click();
    await expectText(page.getByTestId('version-1'), 'The co-pilot wrote it from the conversation, you approved it');
    await expectText(page.getByTestId('version-2'), 'You changed “Goals”');
    await expectText(page.getByTestId('version-2'), 'Stands now');
    await page.getByTestId('changes-2').click();
    await expectText(page.getByTestId('version-2').getByTestId('diff'), 'Open a second shop in York.');
    assert.equal(await page.getByTestId('version-2').locator('del').count() > 0, true, 'what stood there before is shown, too');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByTestId('restore-1').click();
    await expectText(page.locator('.toast'), 'Version 1 is back.');
    await expectText(page.getByTestId('brief'), 'Version 3');
    await expectText(page.getByTestId('brief-goals'), 'ten boiler services');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expectText(page.getByTestId('brief'), 'Version 4');
    await expectText(page.getByTestId('brief-goals'), 'Open a second shop in York.');
    await page.getByTestId('open-history').click();
    await expectText(page.getByTestId('version-4'), 'You brought version 2 back');
    await page.keyboard.press('Escape');
    await becomes(page, () => document.activeElement?.getAttribute('data-testid') === 'open-history');
    await visit(page, '/strategy/activity');
    await expectText(page.getByTestId('activity'), 'You brought back version 1 of your Brief');
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('on a phone and offline the history says what it is waiting for, and comes when one is back', async () => {
    const { context, page } = await approved('history-phone@example.com', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.getByTestId('open-history').click();
    await page.getByTestId('version-1').waitFor();
    assert.deepEqual(await sidewaysScroll(page), []);
    assert.deepEqual(await smallTargets(page), []);
    await page.keyboard.press('Escape');
    await visit(page, '/strategy/brief');
    await context.setOffline(true);
    await page.getByTestId('open-export').click();
    await expectText(page.getByTestId('export'), 'You are offline.');
    assert.equal(await page.getByTestId('export-pdf').isDisabled(), true);
    await page.keyboard.press('Escape');
    await page.getByTestId('open-history').click();
    await expectText(page.getByTestId('history'), 'offline');
    await context.setOffline(false);
    await page.keyboard.press('Escape');
    await page.getByTestId('open-history').click();
    await page.getByTestId('version-1').waitFor();
    await context.close();
  });

  test('becomes a file of each format, with what stands on the screen in it', async () => {
    const { context, page, errors } = await approved('export@example.com');
    await write(page, 'proof', '“They came within the hour.”');
    const markdown = await exported(page, 'markdown');
    assert.equal(markdown.name, 'Hart-Plumbing-brief-v2.md');
    const text = markdown.bytes.toString('utf8');
    assert.match(text, /^# Hart Plumbing\n\nUniversal Brief · .* · Version 2\n/u);
    assert.match(text, /> “They came within the hour\.”/u);
    assert.match(text, /\| .+ \| £60 \|/u);
    const json = await exported(page, 'json');
    const brief = JSON.parse(json.bytes.toString('utf8'));
    assert.equal(brief.version, 2);
    const shown = squeezed(await page.getByTestId('brief').innerText());
    for (const { statements } of Object.values(brief.sections)) {
      for (const { text: sentence } of statements) assert.ok(shown.includes(squeezed(sentence)), `${sentence} in ${shown}`);
    }
    const pdf = await exported(page, 'pdf');
    assert.equal(pdf.name, 'Hart-Plumbing-brief-v2.pdf');
    assert.equal(pdf.bytes.subarray(0, 5).toString('latin1'), '%PDF-');
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('has tables for prices, quotes as quotes, contents beside it, and nothing twice', async () => {
    const { context, page, errors } = await approved('document@example.com');
    await write(page, 'proof', '“They came within the hour.”');
    await expectText(page.getByTestId('brief-proof').locator('blockquote'), 'within the hour');
    assert.equal(await page.getByTestId('brief-offerings').getByRole('columnheader', { name: 'Price' }).count(), 1);
    const said = await page.getByTestId('brief').locator('.prose-lines p').allInnerTexts();
    assert.equal(new Set(said).size, said.length, said.join('\n'));
    await page.getByTestId('contents').getByRole('button', { name: 'Goals' }).click();
    await becomes(page, () => document.activeElement?.id === 'brief-goals');
    assert.deepEqual(await axeFindings(page), []);
    await page.emulateMedia({ media: 'print' });
    for (const gone of [page.getByTestId('contents'), page.getByTestId('open-history'), page.getByTestId('edit-goals')]) assert.equal(await gone.isVisible(), false);
    assert.equal(await page.getByTestId('brief-title').isVisible(), true);
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('shows emoji, Japanese and Arabic with glyphs of their own, on the screen and on paper', async () => {
    const { context, page } = await approved('scripts@example.com');
    const scripts = ['東京で水道の修理をします。', 'نصلح القوارب في فيينا بسرعة', 'Fast 🚿 and clean 👍🏽 👩‍🔧'];
    await write(page, 'goals', scripts.join('\n'));
    const cdp = await context.newCDPSession(page);
    for (const media of ['screen', 'print']) {
      await page.emulateMedia({ media });
      for (const text of scripts) await expectText(page.getByTestId('brief-goals'), text);
      // What no font has is drawn as a box of the page's own.
      for (const fonts of await fontsOf(cdp, '[data-testid="brief-goals"] .prose-lines p')) assert.ok(fonts.some((font) => font !== 'Inter'), fonts.join(', '));
    }
    await context.close();
  });
});

/** The fonts that Chromium has drawn the text of each element with. */
async function fontsOf(cdp, selector) {
  await cdp.send('DOM.enable');
  await cdp.send('CSS.enable');
  const { root } = await cdp.send('DOM.getDocument', { depth: -1 });
  const { nodeIds } = await cdp.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector });
  assert.ok(nodeIds.length >= 3);
  const all = [];
  for (const nodeId of nodeIds) all.push((await cdp.send('CSS.getPlatformFontsForNode', { nodeId })).fonts.map((font) => font.familyName));
  return all;
}
