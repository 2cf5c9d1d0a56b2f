import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetWaiting, type Kept, waits } from '@/lib/drafts';
import { $online } from '@/lib/http';
import { $toasts, dismiss, undoLast } from '@/lib/toast';
import { showNotices } from './notices';

const done: string[] = [];
const kept = (kind: Kept['kind'], count: number): Kept => ({
  kind,
  count,
  send: () => done.push(`send ${kind}`),
  discard: () => {
    done.push(`discard ${kind}`);
    return () => done.push(`back ${kind}`);
  },
});

let place: HTMLElement;
const words = () => (place.hidden ? '' : (place.querySelector('p')?.textContent ?? ''));
const press = (label: string) => [...place.querySelectorAll('button')].find((one) => one.textContent === label)?.click();

beforeEach(() => {
  $online.set(true);
  done.length = 0;
  place = document.createElement('div');
  showNotices(place);
});
afterEach(() => {
  $online.set(true);
  forgetWaiting();
  for (const { id } of $toasts.get()) dismiss(id);
});

test('whoever was not offline is not told that they are back', () => {
  expect(words()).toBe('');
  waits('talk', kept('answer', 1));
  expect(words()).toBe('One answer is waiting to be sent.');
  waits('talk', kept('answer', 2));
  expect(words()).toBe('2 answers are waiting to be sent.');
});

test('whoever was offline is told so, until what waited is dealt with', () => {
  $online.set(false);
  expect(words()).toContain('You are offline. What you write is kept here');
  waits('talk', kept('answer', 1));
  expect(words()).toBe('You are offline. One answer is waiting, and nothing is sent without you.');
  expect(place.querySelectorAll('button')).toHaveLength(0);
  $online.set(true);
  expect(words()).toBe('You are back online. One answer is waiting.');
  waits('talk', null);
  expect(words()).toBe('');
  waits('talk', kept('answer', 1));
  expect(words()).toBe('One answer is waiting to be sent.');
});

test('everything that waits has one count, one way to be sent, and one to be thrown away, which can be undone', () => {
  waits('talk', kept('answer', 2));
  waits('facts', kept('change', 1));
  expect(words()).toBe('3 things are waiting to be sent.');
  press('Send now');
  press('Throw away');
  expect(undoLast()).toBe(true);
  expect(done).toEqual(['send answer', 'send change', 'discard answer', 'discard change', 'back answer', 'back change']);
});
