import { expect, test } from 'vitest';
import type { SystemEvent } from './api-types';
import { beginningOf, byDay, EVENT_KINDS, factsOf, placeOf, sentenceOf, sentenceOfAll } from './event-words';
import { routeOf } from './routes';

/** As the schemas of the events say it (schema/events). */
const schemas = import.meta.glob<{ readonly 'x-begins'?: boolean }>('../../../schema/events/xentri.*.json', { eager: true, import: 'default' });
const BEGINNINGS = EVENT_KINDS.map(({ type }) => type).filter((type) => schemas[`../../../schema/events/${type}.json`]?.['x-begins'] === true);

test('every event that there is has words', () => {
  expect(EVENT_KINDS.map(({ type }) => type).sort()).toEqual(Object.keys(schemas).map((path) => path.replace(/^.*\/|\.json$/g, '')).sort());
});

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

test('an event says in words all that it holds, and nothing of how it is written down', () => {
  for (const { type } of EVENT_KINDS) {
    for (const { label, words } of factsOf(event({ type }), 'me')) expect(`${label}: ${words}`).not.toMatch(/xentri\.|\.v\d|undefined|null/);
  }
  const created = event({ payload: { version: 1, sections: { goals: 'ready', proof: 'draft', identity: 'ready' } } });
  expect(factsOf(created, 'me').map(({ label, words }) => `${label}: ${words}`)).toEqual(
    expect.arrayContaining(['Ready: “Your business” and “Goals”', 'Left as drafts: “Reviews”', 'Made: Version 1', 'Who: You', 'Place in the log: 1']),
  );
  const drafted = event({ type: 'xentri.brief.drafted.v1', payload: { sections: ['goals'], answers: ['a', 'b'] } });
  expect(factsOf(drafted, 'me')).toContainEqual({ label: 'Made from', words: '2 of your answers' });
});

test('a change of a person says what of them, once each', () => {
  const change = (...fields: string[]) => event({ type: 'xentri.user.updated.v1', payload: { user_id: 'me', fields } });
  expect(sentenceOf(change('name', 'theme'), 'me')).toBe('You changed your name and choice of light or dark');
  expect(sentenceOfAll([change('name'), change('avatar_url'), change('name')], 'me')).toBe('You changed your name and picture, 3 times');
  expect(sentenceOf(change('of a later version'), 'me')).toBe('You changed your profile');
});

test('every kind can be seen somewhere in the app', () => {
  for (const { type } of EVENT_KINDS) {
    const { path, label } = placeOf(event({ type, payload: { version: 3 } }));
    expect(routeOf(path.split('?', 1)[0] ?? ''), type).toBeDefined();
    expect(label.length).toBeGreaterThan(5);
  }
  expect(placeOf(event({ payload: { version: 3 } })).path).toBe('/strategy/brief?version=3');
});

test('only what begins says that it began', () => {
  const begins = EVENT_KINDS.filter(({ type }) => /began|outside/.test(beginningOf(event({ type }))));
  expect(begins.map(({ type }) => type)).toEqual(BEGINNINGS);
  expect(beginningOf(event({ causation_id: 'gone' }))).toMatch(/cannot be found/);
});
