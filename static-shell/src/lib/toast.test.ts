import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { $toasts, dismiss, goOn, hold, say, undoLast } from './toast';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const { id } of $toasts.get()) dismiss(id);
  vi.useRealTimers();
});

const texts = () => $toasts.get().map(({ text }) => text);

test('what is said goes after five seconds, and not while somebody reads it', () => {
  say('Removed.');
  vi.advanceTimersByTime(4_000);
  hold();
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['Removed.']);
  goOn();
  vi.advanceTimersByTime(900);
  expect(texts()).toEqual(['Removed.']);
  vi.advanceTimersByTime(200);
  expect(texts()).toEqual([]);
});

test('what is said while somebody reads stays as long as what they read', () => {
  say('One.');
  hold();
  say('Two.');
  hold();
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['One.', 'Two.']);
});

test('the last way back is taken once, whatever was said after it', () => {
  const undone: string[] = [];
  say('Removed.', () => undone.push('first'));
  say('Removed again.', () => undone.push('second'));
  say('Saved.');
  expect(undoLast()).toBe(true);
  expect(undoLast()).toBe(true);
  expect(undoLast()).toBe(false);
  expect(undone).toEqual(['second', 'first']);
  expect(texts()).toEqual(['Saved.']);
});

test('what is said twice is not taken for one', () => {
  say('Removed.');
  say('Removed.');
  say('Saved.');
  expect(texts()).toEqual(['Removed.', 'Removed. (2)', 'Saved.']);
  say('Removed.');
  expect(texts()).toEqual(['Removed. (2)', 'Saved.', 'Removed. (3)']);
  vi.advanceTimersByTime(60_000);
  say('Removed.');
  expect(texts()).toEqual(['Removed.']);
});

test('three are enough at once', () => {
  for (const text of ['One.', 'Two.', 'Three.', 'Four.']) say(text);
  expect(texts()).toEqual(['Two.', 'Three.', 'Four.']);
});
