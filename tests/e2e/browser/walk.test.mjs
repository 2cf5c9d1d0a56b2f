// A short form of `make walk`.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { cloudForAll } from './cloud.mjs';
import { walk } from './walk.mjs';

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

const ACTIONS = Number(process.env.ACTIONS ?? 15);
const SEED = Number(process.env.SEED ?? 1);

test(`whatever one does in whichever order, the Brief is what was meant (seed ${SEED})`, async () => {
  const counts = await walk({ browser, cloud, actions: ACTIONS, seed: SEED, email: `walks-${randomUUID()}@example.com`, log: process.env.LOG ? console.log : undefined });
  assert.equal(Object.values(counts).reduce((sum, one) => sum + one, 0), ACTIONS);
  console.log(JSON.stringify(counts));
});
