import type { BriefChange, SectionName } from './api-types';
import { specOf } from './sections';

export interface ChangedSection {
  readonly section: SectionName;
  readonly changes: readonly BriefChange[];
}

/** By section. Every fact is stated by a sentence: one is left out where the changed sentences show it word for word. */
export function bySection(changes: readonly BriefChange[]): ChangedSection[] {
  const sections = new Map<SectionName, BriefChange[]>();
  for (const change of changes) {
    if (change.part === 'field' && isTold(change, changes)) continue;
    sections.set(change.section, [...(sections.get(change.section) ?? []), change]);
  }
  return [...sections].map(([section, own]) => ({ section, changes: own }));
}

function isTold(field: BriefChange, changes: readonly BriefChange[]): boolean {
  const sentences = changes.filter((one) => one.part === 'statement' && one.section === field.section);
  const tells = (side: 'before' | 'after') => {
    const value = field[side];
    return value === undefined || sentences.some((one) => plain(one[side] ?? '').includes(plain(value)));
  };
  return tells('before') && tells('after');
}

function plain(text: string): string {
  return text.trim().replace(/[.!;]+$/u, '').toLocaleLowerCase();
}

/** A change as one reads it. */
export interface Labelled {
  readonly label?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

const STATUS: Readonly<Record<string, string>> = { draft: 'Draft', ready: 'Ready' };
export const SOURCE: Readonly<Record<string, string>> = { answer: 'From an answer', owner: 'In your own words', assumption: 'An assumption' };

/** What it is about, and what stood there and stands there now. */
export function labelled(change: BriefChange): Labelled {
  const { before, after } = change;
  switch (change.part) {
    case 'statement':
      return { before, after };
    case 'field':
      return { label: specOf(change.section).fields.find((field) => field.name === change.name)?.label, before, after };
    case 'status':
      return { label: 'Status', before: STATUS[before ?? ''], after: STATUS[after ?? ''] };
    case 'source':
      return { label: 'Where a sentence comes from', before: SOURCE[before ?? ''], after: SOURCE[after ?? ''] };
    case 'order':
      return { label: 'Order' };
  }
}

/** What one section has changed by, in a line: the first change, and how many there are beside it. */
export function inALine(changes: readonly BriefChange[]): string {
  const [first, ...others] = changes;
  if (first === undefined) return 'It says the same as before';
  const more = others.length === 0 ? '' : `, and ${others.length} more ${others.length === 1 ? 'change' : 'changes'}`;
  return first.part === 'order' ? `The same, in another order${more}` : `${fromTo(labelled(first))}${more}`;
}

function fromTo({ label, before, after }: Labelled): string {
  const about = label === undefined ? '' : `${label}: `;
  if (before === undefined) return `${about}“${after ?? ''}” was added`;
  if (after === undefined) return `${about}“${before}” was taken out`;
  const [from, to] = around(before, after);
  return `${about}from “${from}” to “${to}”`;
}

/** So many characters of each fit into a line beside each other. */
const FITS = 48;

/** Both from a word or two before the place where they part, where the whole of them is too long to be compared at a glance. */
function around(before: string, after: string): readonly [string, string] {
  if (Math.max(before.length, after.length) <= FITS) return [before, after];
  const [these, those] = [before.split(' '), after.split(' ')];
  const parting = these.findIndex((word, at) => word !== those[at]);
  const begin = Math.max(0, (parting === -1 ? these.length : parting) - 2);
  const part = (words: readonly string[]) => `${begin === 0 ? '' : '… '}${words.slice(begin).join(' ')}`;
  return [part(these), part(those)];
}
