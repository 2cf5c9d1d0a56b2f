import { expect, test } from 'vitest';
import { ROUTES } from '@/lib/routes';
import { COMMANDS, commandsFor } from './commands';

const labels = (typed: string) => commandsFor(typed).map(({ label }) => label);

test('every screen can be gone to, and no two commands look the same', () => {
  for (const { title } of ROUTES) expect(labels('')).toContain(`Go to ${title}`);
  expect(new Set(labels('')).size).toBe(COMMANDS.length);
});

test('a command is found by the beginnings of its words, in any order and any case', () => {
  expect(labels('act')).toEqual(['Go to Activity']);
  expect(labels('PDF exp')).toEqual(['Export your Brief as PDF']);
  expect(labels('out')).toEqual(['Sign out']);
  expect(labels('nothing like this')).toEqual([]);
});
