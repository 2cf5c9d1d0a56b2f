// Whoever only looks writes nothing: neither on the first visit nor after an approval, on this device or another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './browser.mjs';
import { pagesOf } from './built.mjs';
import { cloudForAll } from './cloud.mjs';
import { expectText, expectValue } from './expect.mjs';
import { acceptAll, approve, converse, draft, signUp } from './owner.mjs';

const { screens } = await pagesOf();
const PASSWORD = 'a calm and long pass phrase';

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

/** The types of all events, oldest first, and the conversation that is open, if one is. */
function written(page) {
  return page.evaluate(async () => {
    const read = async (path) => (await (await fetch(`/api/v1${path}`)).json()).data;
    const events = (await read('/events?limit=100')).map((event) => event.type).reverse();
    return { events, session: (await read('/brief/sessions/current')).session.id };
  });
}

/** Every screen twice, then back and forth. What a page would write it may write half a second after the last word of the network, so several wait at once. */
async function look(context) {
  await Promise.all(
    [0, 1, 2, 3].map(async (tab) => {
      const page = await context.newPage();
      for (const path of screens.filter((_, at) => at % 4 === tab)) {
        await page.goto(path, { waitUntil: 'networkidle' });
        await page.reload({ waitUntil: 'networkidle' });
      }
      await page.goBack({ waitUntil: 'networkidle' });
      await page.goForward({ waitUntil: 'networkidle' });
      await page.close();
    }),
  );
}

test('opening every screen twice, going back and forth, and signing in on another device begin nothing', async () => {
  const email = 'looks-around@example.com';
  const { page, context } = await open(browser, cloud.origin);
  await signUp(page, email, PASSWORD);
  const signedUp = await written(page);
  assert.ok(!signedUp.events.includes('xentri.brief.session_started.v1'), signedUp.events.join());
  await look(context);
  assert.deepEqual(await written(page), signedUp);

  await page.goto('/strategy');
  await converse(page);
  await draft(page);
  await acceptAll(page);
  await approve(page);
  const approved = await written(page);
  await look(context);
  assert.deepEqual(await written(page), approved);

  const { page: device, context: other } = await open(browser, cloud.origin);
  await device.goto('/sign-in');
  await device.getByLabel('E-mail', { exact: true }).fill(email);
  await device.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await device.getByTestId('submit').click();
  await device.getByTestId('resting').waitFor();
  assert.deepEqual(await written(device), { ...approved, events: [...approved.events, 'xentri.user.login.v1'] });
  await look(other);
  assert.deepEqual((await written(device)).events.length, approved.events.length + 1);
  // Words that are typed and not said begin nothing, and are in sight when one comes back.
  await device.goto('/strategy');
  await device.getByTestId('talk-again').click();
  await device.getByTestId('composer').fill('We close on Mondays from now on.');
  await device.goto('/settings');
  await device.goto('/strategy');
  await expectValue(device.getByTestId('composer'), 'We close on Mondays from now on.');
  await device.getByTestId('composer').fill('x'.repeat(4_001));
  await expectText(device.getByTestId('too-long'), 'by 1 character. Send it in parts.');
  assert.ok(await device.getByTestId('send').isDisabled());
  assert.deepEqual((await written(device)).events.length, approved.events.length + 1);
  await other.close();
  await context.close();
});
