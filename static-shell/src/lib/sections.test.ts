import { expect, test } from 'vitest';
import type { Statement } from './api-types';
import { coveredCount, fieldText, fieldValue, isEmpty, statementsFrom } from './sections';

const said = (id: string, text: string): Statement => ({ id, text, source: 'answer', receipts: [`m-${id}`] });

test('a line that is untouched keeps its receipts', () => {
  const before = [said('a', 'Repairs'), said('b', 'Since 2019')];
  expect(statementsFrom(before, 'Repairs\nSince 2020')).toEqual([said('a', 'Repairs'), { id: 'b', text: 'Since 2020', source: 'owner', receipts: [] }]);
});

test('moving lines around changes none of them', () => {
  const before = [said('a', 'One'), said('b', 'Two')];
  expect(statementsFrom(before, 'Two\nOne')).toEqual([said('b', 'Two'), said('a', 'One')]);
});

test('the same line twice makes two statements with ids of their own', () => {
  const [first, second] = statementsFrom([said('a', 'One')], 'One\nOne');
  expect(first).toEqual(said('a', 'One'));
  expect(second?.id).not.toBe('a');
  expect(second?.source).toBe('owner');
});

test('blank lines say nothing', () => {
  expect(statementsFrom([], '\n  \n')).toEqual([]);
});

test('offerings survive the way through text, with and without a price', () => {
  const items = [{ name: 'Call-out', price: '€60' }, { name: 'Advice' }];
  expect(fieldText(items)).toBe('Call-out – €60\nAdvice');
  expect(fieldValue('offerings', fieldText(items))).toEqual(items);
});

test('a dash inside a word is no price', () => {
  expect(fieldValue('offerings', 'Call-out')).toEqual([{ name: 'Call-out' }]);
});

test('an empty text is an empty value, so that the field can be left out', () => {
  expect(fieldValue('text', '  ')).toHaveLength(0);
  expect(fieldValue('list', '\n')).toHaveLength(0);
});

test('counts only what is covered', () => {
  expect(coveredCount({ identity: 'covered', audience: 'partial', goals: 'covered' })).toBe(2);
});

test('fields alone make a section worth reading', () => {
  expect(isEmpty({ statements: [], fields: { name: '' } })).toBe(true);
  expect(isEmpty({ statements: [], fields: { name: 'Harbour' } })).toBe(false);
});
