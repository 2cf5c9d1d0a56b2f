import { expect, test } from 'vitest';
import type { SystemEvent } from './api-types';
import { byDay, chainOf, EVENT_KINDS, sentenceOf } from './event-words';

const event = (part: Partial<SystemEvent>): SystemEvent => ({
  id: 'e1',
  type: 'xentri.brief.created.v1',
  occurred_at: '2026-11-23T12:00:00Z',
  org_id: 'o',
  actor: { type: 'user', id: 'me' },
  payload: {},
  payload_schema: 'brief.created@1.0',
  envelope_version: '1.0',
  meta: { environment: 'local', source: 'test' },
  org_seq: 1,
  ...part,
});

test('every kind has a sentence, and none shows its type', () => {
  for (const { type } of [...EVENT_KINDS, { type: 'xentri.something.new.v9' }]) {
    const sentence = sentenceOf(event({ type }), 'me');
    expect(sentence).not.toMatch(/xentri\.|_|\.v\d/);
    expect(sentence.length).toBeGreaterThan(10);
  }
});

test('the words for what matters most', () => {
  expect(sentenceOf(event({}), 'me')).toBe('You approved your Brief');
  expect(sentenceOf(event({ type: 'xentri.org.created.v1' }), 'me')).toBe('Xentri created your workspace');
  expect(sentenceOf(event({ type: 'xentri.brief.updated.v1', payload: { section: 'offerings' } }), 'me')).toBe('You changed “Prices” in your Brief');
});

test('a sign-up that the provider reported is still told of the person it is about', () => {
  const signup = event({ type: 'xentri.user.signup.v1', actor: { type: 'system', id: 'clerk' }, payload: { user_id: 'me', method: 'social' } });
  expect(sentenceOf(signup, 'me')).toBe('You signed up with Google');
});

test('groups by the reader’s own day, in the order given', () => {
  const now = new Date(2026, 10, 23, 18);
  const at = (hours: number) => new Date(2026, 10, 23, hours).toISOString();
  const days = byDay([event({ id: 'a', occurred_at: at(9) }), event({ id: 'b', occurred_at: at(-5) }), event({ id: 'c', occurred_at: at(-40) })], now);
  expect(days.map((day) => day.label)).toEqual(['Today', 'Yesterday', 'Saturday 21 November']);
  expect(days.map((day) => day.events.map((one) => one.id))).toEqual([['a'], ['b'], ['c']]);
});

test('a chain begins with the first cause and ends even when causes run in a circle', () => {
  const a = event({ id: 'a', causation_id: 'c' });
  const b = event({ id: 'b', causation_id: 'a' });
  const c = event({ id: 'c', causation_id: 'b' });
  expect(chainOf(c, [a, b, c]).map((one) => one.id)).toEqual(['a', 'b', 'c']);
  expect(chainOf(event({ id: 'x' }), [a, b])).toHaveLength(1);
});

test('what happened earlier in the same conversation leads to what came out of it', () => {
  const thread = [1, 2, 3].map((org_seq) => event({ id: `t${org_seq}`, org_seq, correlation_id: 'session' }));
  const other = event({ id: 'other', org_seq: 1, correlation_id: 'elsewhere' });
  const [, second] = thread;
  if (second === undefined) throw new Error('no second event');
  expect(chainOf(second, [...thread, other].reverse()).map((one) => one.id)).toEqual(['t1', 't2']);
});
