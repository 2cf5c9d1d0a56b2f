import { beforeEach, expect, test, vi } from 'vitest';
import { forgetPeople } from './keep';
import { $shown } from './shown';
import { fateOfTyped, forgetAllTyped, forgetTypedOf, isAnythingKept, keepTyped, recallTyped } from './typed';

const ANN = { user: 'ann', org: 'hart' };
const BEA = { user: 'bea', org: 'lund' };

beforeEach(() => {
  forgetAllTyped();
  $shown.set(ANN);
});

test('what was typed comes back to the same person in the same workspace, and to nobody else', () => {
  keepTyped('composer', 'half a sen');
  for (const other of [BEA, { user: 'ann', org: 'lund' }, { user: 'bea', org: 'hart' }]) {
    $shown.set(other);
    expect(recallTyped('composer')).toBeUndefined();
    expect(fateOfTyped(other)).toBe('nothing');
  }
  $shown.set(ANN);
  expect(recallTyped('composer')).toBe('half a sen');
});

test('nothing can be kept or read before it is known whose it is', () => {
  $shown.set(null);
  expect(() => recallTyped('composer')).toThrow();
  expect(() => keepTyped('composer', 'x')).toThrow();
});

test('a sign-out leaves it, and it can be removed', () => {
  keepTyped('composer', 'half a sen');
  forgetPeople();
  expect(isAnythingKept()).toBe(true);
  expect(fateOfTyped(ANN)).toBe('kept');
  forgetAllTyped();
  expect(isAnythingKept()).toBe(false);
});

test('what belonged to one workspace goes without what belonged to another', () => {
  keepTyped('composer', 'a');
  $shown.set(BEA);
  keepTyped('composer', 'b');
  forgetTypedOf(ANN);
  expect(recallTyped('composer')).toBe('b');
  expect(fateOfTyped(ANN)).toBe('nothing');
});

test('words that look like numbers or JSON come back as words', () => {
  for (const text of ['123', '"quoted"', '{}', 'null']) {
    keepTyped('composer', text);
    expect(recallTyped('composer')).toBe(text);
  }
});

test('when the browser cannot keep it, that is said', () => {
  vi.stubGlobal('localStorage', undefined);
  keepTyped('composer', 'a');
  expect(recallTyped('composer')).toBe('a');
  expect(fateOfTyped(ANN)).toBe('lost');
  vi.unstubAllGlobals();
  keepTyped('composer', 'ab');
  expect(fateOfTyped(ANN)).toBe('kept');
});
