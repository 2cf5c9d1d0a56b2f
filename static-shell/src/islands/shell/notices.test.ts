import { afterEach, beforeEach, expect, test } from 'vitest';
import { $waiting } from '@/lib/drafts';
import { $online } from '@/lib/http';
import { showNotices } from './notices';

const nothing = () => undefined;
const waiting = (count: number) => ({ count, send: nothing, discard: nothing });

let place: HTMLElement;
const words = () => (place.hidden ? '' : (place.querySelector('p')?.textContent ?? ''));

beforeEach(() => {
  $online.set(true);
  $waiting.set(null);
  place = document.createElement('div');
  showNotices(place);
});
afterEach(() => {
  $online.set(true);
  $waiting.set(null);
});

test('whoever was not offline is not told that they are back', () => {
  expect(words()).toBe('');
  $waiting.set(waiting(1));
  expect(words()).toBe('One answer is waiting to be sent.');
  $waiting.set(waiting(2));
  expect(words()).toBe('2 answers are waiting to be sent.');
});

test('whoever was offline is told so, until what waited is dealt with', () => {
  $online.set(false);
  $waiting.set(waiting(1));
  expect(words()).toContain('You are offline.');
  $online.set(true);
  expect(words()).toBe('You are back online. One answer is waiting.');
  $waiting.set(null);
  expect(words()).toBe('');
  $waiting.set(waiting(1));
  expect(words()).toBe('One answer is waiting to be sent.');
});
