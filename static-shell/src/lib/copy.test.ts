import { beforeEach, expect, test, vi } from 'vitest';

const ANN = { user: 'ann', org: 'hart' };
const BEA = { user: 'bea', org: 'mill' };

/** A page of its own, for this person. */
async function pageOf(person: typeof ANN) {
  vi.resetModules();
  const { $shown } = await import('./shown');
  $shown.set(person);
  return import('./copy');
}

beforeEach(() => localStorage.clear());

test('the next page of the same person in the same workspace has the copy, and nobody else', async () => {
  const { keepCopy } = await pageOf(ANN);
  keepCopy('brief', { words: 'Hart' });
  expect((await pageOf(ANN)).copyOf('brief')).toEqual({ words: 'Hart' });
  expect((await pageOf(BEA)).copyOf('brief')).toBeUndefined();
  expect((await pageOf({ ...ANN, org: 'mill' })).copyOf('brief')).toBeUndefined();
});

test('what is changed after a copy was shown says on what it is based', async () => {
  const { keepCopy } = await pageOf(ANN);
  const { rememberTag } = await import('./entity-tags');
  const brief = { words: 'Hart' };
  rememberTag(brief, '"7"');
  keepCopy('brief', brief);
  const again = (await pageOf(ANN)).copyOf('brief') ?? {};
  const { tagOf } = await import('./entity-tags');
  expect(tagOf(again)).toBe('"7"');
});

test('of another build, and after a week, it is none', async () => {
  const { keepCopy } = await pageOf(ANN);
  keepCopy('brief', { words: 'Hart' });
  const [name = ''] = Object.keys(localStorage);
  const kept = JSON.parse(localStorage.getItem(name) ?? '') as { at: number; build: string };
  localStorage.setItem(name, JSON.stringify({ ...kept, build: 'another' }));
  expect((await pageOf(ANN)).copyOf('brief')).toBeUndefined();
  localStorage.setItem(name, JSON.stringify({ ...kept, at: kept.at - 8 * 24 * 3600 * 1000 }));
  expect((await pageOf(ANN)).copyOf('brief')).toBeUndefined();
});

test('a page that has let go of what it showed keeps nothing more, also not what an answer brings late', async () => {
  const { keepCopy, copyOf, forgetCopies } = await pageOf(ANN);
  keepCopy('brief', { words: 'Hart' });
  forgetCopies();
  expect(copyOf('brief')).toBeUndefined();
  keepCopy('brief', { words: 'late' });
  expect((await pageOf(ANN)).copyOf('brief')).toBeUndefined();
});

test('with somebody else signed in nothing stays of anybody before', async () => {
  (await pageOf(ANN)).keepCopy('brief', { words: 'Hart' });
  const bea = await pageOf(BEA);
  bea.keepCopy('brief', { words: 'Mill' });
  bea.forgetCopiesOfOthers(BEA);
  expect(Object.keys(localStorage)).toEqual(['xentri.copy.bea.mill.brief']);
});
