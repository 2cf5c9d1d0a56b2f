import { expect, test } from 'vitest';
import type { SectionContent, Statement } from './api-types';
import { joined, mergeSection, same } from './merge';

const word = (id: string, text: string): Statement => ({ id, text, source: 'owner', receipts: [] });
const base: SectionContent = { statements: [word('a', 'Repairs'), word('b', 'Since 2019')], fields: { hours: 'Mon–Fri', area: 'Bristol' } };

test('two tabs, different statements: both survive', () => {
  const mine = { ...base, statements: [word('a', 'Repairs and more'), word('b', 'Since 2019')] };
  const theirs = { ...base, statements: [word('a', 'Repairs'), word('b', 'Since 2020')] };
  expect(mergeSection(base, mine, theirs)).toEqual({
    kind: 'merged',
    content: { ...base, statements: [word('a', 'Repairs and more'), word('b', 'Since 2020')] },
  });
});

test('two tabs, different fields: both survive', () => {
  const mine = { ...base, fields: { ...base.fields, hours: 'Every day' } };
  const theirs = { ...base, fields: { ...base.fields, area: 'Bath' } };
  expect(mergeSection(base, mine, theirs)).toEqual({ kind: 'merged', content: { ...base, fields: { hours: 'Every day', area: 'Bath' } } });
});

test('the same field changed twice is for the owner to decide', () => {
  const mine = { ...base, fields: { ...base.fields, hours: 'Every day' } };
  const theirs = { ...base, fields: { ...base.fields, hours: 'Weekends' } };
  expect(mergeSection(base, mine, theirs)).toEqual({ kind: 'conflict' });
});

test('the same change twice is no conflict', () => {
  const both = { ...base, fields: { ...base.fields, hours: 'Every day' } };
  expect(mergeSection(base, both, both)).toEqual({ kind: 'merged', content: both });
});

test('what one removed stays removed, unless the other changed it', () => {
  const mine = { ...base, statements: [word('b', 'Since 2019')] };
  expect(mergeSection(base, mine, base)).toEqual({ kind: 'merged', content: mine });
  const theirs = { ...base, statements: [word('a', 'Repairs, gladly'), word('b', 'Since 2019')] };
  expect(mergeSection(base, mine, theirs)).toEqual({ kind: 'conflict' });
});

test('the order of keys does not matter, the order of items does', () => {
  expect(same({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(same([1, 2], [2, 1])).toBe(false);
});

test('which facts a statement states is the answer of the server: the same words twice are no conflict', () => {
  const mine = { ...base, statements: [word('a', 'Repairs of boats'), word('b', 'Since 2019')] };
  const theirs: SectionContent = {
    statements: [{ ...word('a', 'Repairs of boats'), states: [{ field: 'what', value: 'Repairs of boats' }] }, word('b', 'Since 2019')],
    fields: { ...base.fields, what: 'Repairs of boats' },
  };
  expect(mergeSection(base, mine, theirs)).toEqual({ kind: 'merged', content: theirs });
});

test('what only one of two edits has stands where that one put it', () => {
  const mine = { ...base, statements: [word('a', 'Repairs'), word('new', 'Boats'), word('b', 'Since 2019')] };
  const theirs = { ...base, statements: [word('a', 'Repairs'), word('b', 'Since 2020'), word('c', 'Sundays')] };
  const statements = [word('a', 'Repairs'), word('new', 'Boats'), word('b', 'Since 2020'), word('c', 'Sundays')];
  expect(mergeSection(base, mine, theirs)).toEqual({ kind: 'merged', content: { ...base, statements } });
});

test('an edit of what nobody else has changed is taken as it is, in its own order', () => {
  const mine = { ...base, statements: [word('b', 'Since 2019'), word('a', 'Repairs')] };
  expect(joined(base, mine, { ...base })).toBe(mine);
  expect(() => joined(base, { ...base, fields: { hours: 'Never' } }, { ...base, fields: { hours: 'Always' } })).toThrow('412');
});
