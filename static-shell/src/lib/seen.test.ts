import { beforeEach, expect, test } from 'vitest';
import { forgetPeople, keep } from './keep';
import { forgetSeen, keepSeen, recallSeen } from './seen';
import { $shown, rememberSignedIn } from './shown';

const ANN = { user: 'ann', org: 'hart' };

beforeEach(() => {
  forgetPeople();
  forgetSeen();
  $shown.set(ANN);
  rememberSignedIn(ANN);
});

test('what was seen is there for a page that nobody could be asked about', () => {
  keepSeen('conversation', { words: 1 });
  $shown.set(null);
  expect(recallSeen('conversation')).toEqual({ words: 1 });
});

test('nobody else sees it, and it goes with the sign-out', () => {
  keepSeen('conversation', { words: 1 });
  for (const other of [{ user: 'bea', org: 'hart' }, { user: 'ann', org: 'lund' }]) {
    $shown.set(other);
    expect(recallSeen('conversation')).toBeUndefined();
  }
  $shown.set(ANN);
  forgetPeople();
  expect(recallSeen('conversation')).toBeUndefined();
});

test('a copy of another build is none', () => {
  keep('u.ann.seen.hart.conversation', { shape: 0, value: 1 });
  expect(recallSeen('conversation')).toBeUndefined();
});
