import { expect, test } from 'vitest';
import type { BriefChange } from './api-types';
import { inALine } from './brief-changes';

const statement = (before?: string, after?: string): BriefChange => ({
  section: 'goals',
  part: 'statement',
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

test('a line says from what to what, or what came or went, and how much more there is', () => {
  expect(inALine([statement('One shop.', 'Two shops.')])).toBe('from “One shop.” to “Two shops.”');
  expect(inALine([statement(undefined, 'Two shops.')])).toBe('“Two shops.” was added');
  expect(inALine([statement('One shop.')])).toBe('“One shop.” was taken out');
  const status: BriefChange = { section: 'goals', part: 'status', before: 'draft', after: 'ready' };
  expect(inALine([status, statement('a', 'b')])).toBe('Status: from “Draft” to “Ready”, and 1 more change');
  expect(inALine([{ section: 'goals', part: 'order' }])).toBe('The same, in another order');
  expect(inALine([])).toBe('It says the same as before');
});

test('long sentences are shown from shortly before the place where they part', () => {
  const long = 'By spring we want to have ten boiler services a week in all of Leeds and';
  expect(inALine([statement(`${long} York.`, `${long} Hull.`)])).toBe('from “… Leeds and York.” to “… Leeds and Hull.”');
  expect(inALine([statement(`${long} York.`, `No, ${long} York.`)])).toContain(`from “${long} York.” to “No,`);
});
