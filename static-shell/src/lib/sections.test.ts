import { expect, test } from 'vitest';
import type { Statement } from './api-types';
import { coveredCount, isEmpty, isJustAFact, putBack, sentencesOf, statementsFrom, withSentences } from './sections';

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

test('counts only what is covered', () => {
  expect(coveredCount({ identity: 'covered', audience: 'partial', goals: 'covered' })).toBe(2);
});

test('fields alone make a section worth reading', () => {
  expect(isEmpty({ statements: [], fields: { name: '' } })).toBe(true);
  expect(isEmpty({ statements: [], fields: { name: 'Harbour' } })).toBe(false);
});

const fact = (id: string, text: string, value: string, price?: string): Statement => ({
  ...said(id, text),
  states: [{ field: 'item', value, ...(price === undefined ? {} : { price }) }],
});

test('a sentence that says one fact and nothing else is shown in the field of that fact', () => {
  expect(isJustAFact(fact('a', 'Haircut.', 'haircut'))).toBe(true);
  expect(isJustAFact(fact('a', 'Haircut – £30', 'Haircut', '£30'))).toBe(true);
  expect(isJustAFact(fact('a', 'A haircut is £30.', 'haircut', '£30'))).toBe(false);
  expect(isJustAFact(said('a', 'Haircut.'))).toBe(false);
});

test('sentences that a form leaves alone leave every statement in its place', () => {
  const statements = [fact('a', 'Haircut', 'Haircut'), said('b', 'We cut.'), fact('c', 'Colour', 'Colour'), said('d', 'We wash.')];
  const content = { statements, fields: {} };
  for (const view of ['document', 'form'] as const) {
    expect(withSentences(view, content, sentencesOf(view, content))).toEqual(statements);
    expect(withSentences(view, content, [said('d', 'We wash.')]).map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  }
});

test('a form shows as sentences only what states no fact', () => {
  const statements = [fact('a', 'A haircut with us is £30.', 'haircut', '£30'), { ...said('b', 'That depends.'), states: [{ field: 'price' as const }] }];
  expect(sentencesOf('form', { statements, fields: {} }).map(({ id }) => id)).toEqual(['b']);
  expect(sentencesOf('document', { statements, fields: {} }).map(({ id }) => id)).toEqual(['a', 'b']);
});

test('what is brought back stands where it stood, also when what stood in front of it has gone', () => {
  const before = [said('a', 'One'), said('b', 'Two'), said('c', 'Three')];
  const [a, b, c] = before as [Statement, Statement, Statement];
  expect(putBack([a, c], b, before)).toEqual(before);
  expect(putBack([c], b, before)).toEqual([b, c]);
  expect(putBack([b, c], a, before)).toEqual(before);
  expect(putBack([], b, before)).toEqual([b]);
});
