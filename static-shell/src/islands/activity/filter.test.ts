import { expect, test } from 'vitest';
import { EVENT_KINDS } from '@/lib/event-words';
import { EVERYTHING, queryOf, readFilter, searchOf } from './filter';

test('a filter comes back from the address as it went there, whatever is in it', () => {
  for (const who of [null, '0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11', 'identity']) {
    for (const kind of [null, ...EVENT_KINDS.map(({ type }) => type)]) {
      for (const [from, to] of [[null, null], ['2026-11-01', null], [null, '2026-11-01'], ['2026-02-28', '2026-03-01']] as const) {
        const filter = { who, kind, from, to };
        expect(readFilter(searchOf(filter))).toEqual({ filter, wrong: [] });
      }
    }
  }
  expect(searchOf(EVERYTHING)).toBe('');
  expect(searchOf({ ...EVERYTHING, kind: 'xentri.brief.updated.v1' })).toBe('?kind=brief.updated');
});

test('what is wrong is said, for each part, and the rest is still read', () => {
  const { filter, wrong } = readFilter('?who=a+b&kind=lunch&from=2026-02-30&to=2026-11-01');
  expect(filter).toEqual({ ...EVERYTHING, to: '2026-11-01' });
  expect(wrong).toEqual(['Nobody is known as “a b”.', 'There is no activity of the kind “lunch”.', '“2026-02-30” is no day.']);
  expect(readFilter('?from=2026-11-02&to=2026-11-01').wrong).toEqual(['The last day is before the first one.']);
  expect(readFilter('?kind=brief.updated&kind=user.login').wrong).toEqual(['It says “kind” more than once.']);
  for (const bad of ['xentri.brief.updated.v1', 'toString', '__proto__', 'brief.updated.v1', 'x'.repeat(500), '%00']) {
    expect(readFilter(`?kind=${bad}`).wrong, bad).toHaveLength(1);
  }
  for (const bad of ['0001-01-01', '2026-1-1', 'today', '2026-11-27T10:00:00Z', '2026-00-10', '2026-12-32']) {
    expect(readFilter(`?from=${bad}`).wrong, bad).toHaveLength(1);
  }
});

test('what is empty, and what is no filter, asks for nothing', () => {
  expect(readFilter('')).toEqual({ filter: EVERYTHING, wrong: [] });
  expect(readFilter('?kind=&who=&utm_source=mail')).toEqual({ filter: EVERYTHING, wrong: [] });
});

test('a day is the reader’s own, both ends of the range included', () => {
  const { since, until } = queryOf({ ...EVERYTHING, from: '2026-03-28', to: '2026-03-29' });
  expect(since).toBe(new Date(2026, 2, 28).toISOString());
  expect(until).toBe(new Date(2026, 2, 30).toISOString());
});
