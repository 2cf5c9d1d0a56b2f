// What an owner does, step by step, as a person would: by labels and buttons.
import assert from 'node:assert/strict';
import { becomes } from './browser.mjs';
import { expectText } from './expect.mjs';

export const ANSWERS = [
  'I run Hart Plumbing. We do repairs and bathroom installations in Leeds since 2015.',
  'Homeowners and small landlords in Leeds who need somebody the same day.',
  'Call-outs at £60, boiler service at £90 and bathroom installations from £2500.',
  'We answer within an hour, we tell the price first and we clean up after ourselves.',
  'Monday to Saturday, 8 to 18. I work with two fitters.',
  'I want ten boiler services a week by spring.',
  'We have 120 five-star reviews and we are Gas Safe registered.',
];

export async function signUp(page, email, password = 'a calm and long pass phrase') {
  await page.goto('/sign-up');
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByTestId('submit').click();
  await page.waitForURL('**/strategy').catch(async (cause) => {
    throw new Error(`still at ${page.url()}, which says: ${await page.locator('body').innerText()}`, { cause });
  });
  await page.getByTestId('message-copilot').first().waitFor();
}

/** What stands on a screen once it has loaded. */
const LANDMARKS = {
  '/strategy': 'message-copilot',
  '/strategy/form': 'form',
  '/strategy/review': 'review',
  '/strategy/brief': 'brief',
  '/strategy/activity': 'event',
  '/settings': 'settings-name',
};

/** Opens a screen by its address and waits for what it is there for. */
export async function visit(page, path) {
  await page.goto(path);
  await page.getByTestId(LANDMARKS[path] ?? `quiet-${path.slice(1)}`).first().waitFor();
}

export async function answer(page, text) {
  const before = await page.getByTestId('message-copilot').count();
  await page.getByTestId('composer').fill(text);
  await page.getByTestId('send').click();
  await becomes(page, (count) => document.querySelectorAll('[data-testid="message-copilot"]').length > count, before);
}

export async function converse(page) {
  for (const text of ANSWERS) await answer(page, text);
}

export async function draft(page) {
  await page.getByTestId('draft-now').click();
  await page.waitForURL('**/strategy/review');
  await page.getByTestId('review-identity').waitFor();
}

/** All that say something at once; a section that says nothing has only the other way. */
export async function acceptAll(page) {
  await page.getByTestId('review-identity').waitFor();
  const all = page.getByTestId('accept-all');
  if (await all.isVisible()) {
    await all.click();
    // The button goes before the last of them is accepted.
    await becomes(page, () => document.querySelector('[data-testid^="accept-"]') === null);
  }
  for (const section of ['identity', 'audience', 'offerings', 'positioning', 'operations', 'goals', 'proof']) {
    const accept = page.getByTestId(`accept-${section}`);
    const leave = page.getByTestId(`leave-${section}`);
    if (await accept.isVisible()) await accept.click();
    else if (await leave.isVisible()) await leave.click();
  }
}

export async function approve(page) {
  await page.getByTestId('approve').click();
  await page.getByTestId('approved-line').waitFor();
}

/** The code of the newest mail to somebody; the one after `before`, if there was one. */
export async function mailedCode(context, address, before) {
  const mail = await context.newPage();
  for (;;) {
    await mail.goto('/__local/mail');
    await mail.getByRole('row').filter({ hasText: address }).getByRole('link').first().click();
    const text = await mail.locator('body').innerText();
    const code = /\b\d{6}\b/.exec(text);
    assert.ok(code, `a code in: ${text}`);
    if (code[0] === before) continue;
    await mail.close();
    return code[0];
  }
}

export { expectText };
