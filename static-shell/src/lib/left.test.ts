import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetLeft, LEFT_WORDS, rememberLeft, whatWasLeft } from './left';
import { $shown } from './shown';
import { forgetAllTyped, keepTyped } from './typed';

beforeEach(() => {
  sessionStorage.clear();
  $shown.set({ user: 'ann', org: 'hart' });
});

afterEach(() => {
  forgetAllTyped();
  $shown.set(null);
});

test('an answer that was not sent is told from other words, whichever way it is kept', () => {
  for (const place of ['composer', 'corrects', 'answers.s-1']) {
    forgetAllTyped();
    keepTyped(place, 'half a sen');
    rememberLeft();
    expect(whatWasLeft()).toBe('answer');
  }
  forgetAllTyped();
  keepTyped('settings.name', 'An');
  rememberLeft();
  expect(whatWasLeft()).toBe('words');
});

test('nothing is said to be kept that is not there, nor of somebody else, and nothing of it is remembered', () => {
  rememberLeft();
  expect(whatWasLeft()).toBeNull();
  keepTyped('composer', 'half a sen');
  rememberLeft();
  expect(Object.values(sessionStorage).join()).not.toContain('half');
  forgetAllTyped();
  expect(whatWasLeft()).toBeNull();
  keepTyped('composer', 'half a sen');
  $shown.set({ user: 'bea', org: 'lund' });
  rememberLeft();
  expect(whatWasLeft()).toBeNull();
});

test('whoever is in again has left nothing', () => {
  keepTyped('composer', 'half a sen');
  rememberLeft();
  forgetLeft();
  expect(whatWasLeft()).toBeNull();
  expect(LEFT_WORDS.answer).toBe('Your answer is kept.');
});
