import type { Offering, Progress, SectionContent, SectionName, Statement } from './api-types';

/** The seven sections in the order of the document, with the words for each. */
export type FieldKind = 'text' | 'list' | 'offerings';

export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  /** The longest value that the API takes; for a list, the longest item. */
  readonly max: number;
}

export interface SectionSpec {
  readonly name: SectionName;
  readonly label: string;
  /** As in "We were talking about …". */
  readonly topic: string;
  readonly question: string;
  readonly fields: readonly FieldSpec[];
}

const text = (name: string, label: string, max: number): FieldSpec => ({ name, label, kind: 'text', max });
const list = (name: string, label: string, max: number): FieldSpec => ({ name, label, kind: 'list', max });

export const SECTIONS: readonly SectionSpec[] = [
  {
    name: 'identity',
    label: 'Your business',
    topic: 'what you do',
    question: 'What is the business, and what does it do?',
    fields: [
      text('name', 'Name', 120),
      text('what', 'What you do', 200),
      text('since', 'Since', 80),
      text('place', 'Place', 200),
    ],
  },
  {
    name: 'audience',
    label: 'Customers',
    topic: 'your customers',
    question: 'Who are your customers, and what do they need?',
    fields: [list('who', 'Who', 120), text('where', 'Where', 200), text('need', 'What they need', 500)],
  },
  {
    name: 'offerings',
    label: 'Prices',
    topic: 'what you offer and your prices',
    question: 'What do you offer, and at what price?',
    fields: [{ name: 'items', label: 'What you offer', kind: 'offerings', max: 200 }],
  },
  {
    name: 'positioning',
    label: 'Why you',
    topic: 'what sets you apart',
    question: 'Why do people choose you, and how should you sound?',
    fields: [text('difference', 'What sets you apart', 500), text('tone', 'How you sound', 200)],
  },
  {
    name: 'operations',
    label: 'How you work',
    topic: 'how you work',
    question: 'When, where and with whom do you work?',
    fields: [
      text('hours', 'Hours', 300),
      text('area', 'Area', 300),
      text('team', 'Team', 300),
      text('process', 'How a job goes', 1000),
    ],
  },
  {
    name: 'goals',
    label: 'Goals',
    topic: 'your goals',
    question: 'What do you want to reach?',
    fields: [list('items', 'Goals', 500)],
  },
  {
    name: 'proof',
    label: 'Reviews',
    topic: 'what speaks for you',
    question: 'What speaks for you: reviews, certificates, numbers?',
    fields: [list('items', 'Proof', 500)],
  },
];

export const SECTION_NAMES: readonly SectionName[] = SECTIONS.map((section) => section.name);

export function specOf(name: SectionName): SectionSpec {
  const spec = SECTIONS.find((section) => section.name === name);
  if (spec === undefined) throw new Error(`No section ${name}`);
  return spec;
}

export function coveredCount(progress: Readonly<Partial<Record<SectionName, Progress>>>): number {
  return SECTION_NAMES.filter((name) => progress[name] === 'covered').length;
}

export function isEmpty(content: SectionContent | undefined): boolean {
  return content === undefined || (content.statements.length === 0 && Object.values(content.fields).every((value) => value.length === 0));
}

export function offeringText({ name, price }: Offering): string {
  return price === undefined || price === '' ? name : `${name} – ${price}`;
}

function lines(written: string): string[] {
  return written
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A statement back where it stood among those before: behind the nearest one in front of it that is still there. */
export function putBack(now: readonly Statement[], statement: Statement, before: readonly Statement[]): Statement[] {
  const inFront = before.slice(0, before.findIndex((one) => one.id === statement.id)).map((one) => one.id);
  const at = now.findLastIndex((one) => inFront.includes(one.id)) + 1;
  // Another one has its id by now: a field that was filled again. Both stay.
  const back = now.some((one) => one.id === statement.id) ? { ...statement, id: crypto.randomUUID() } : statement;
  return [...now.slice(0, at), back, ...now.slice(at)];
}

function plain(text: string): string {
  return text.trim().replace(/[.!;…]+$/u, '').toLocaleLowerCase();
}

/** Whether a statement says one fact and nothing else: then the form shows it in the fact's own field. */
export function isJustAFact({ text, states = [] }: Statement): boolean {
  const [only, ...more] = states;
  if (only?.value === undefined || more.length > 0) return false;
  return plain(text) === plain(offeringText({ name: only.value, ...(only.price === undefined ? {} : { price: only.price }) }));
}

/**
 * What an editor shows of a section: as a document, all its sentences and the facts in them; as a form, the facts, and of the sentences only
 * those that state none, so that nothing is asked twice.
 */
export type View = 'document' | 'form';

function isInFields(view: View, statement: Statement): boolean {
  return view === 'document' ? isJustAFact(statement) : (statement.states ?? []).some(({ value }) => value !== undefined);
}

/** What is shown as sentences. */
export function sentencesOf(view: View, content: SectionContent): Statement[] {
  return content.statements.filter((statement) => !isInFields(view, statement));
}

/** The sentences as they were edited, among the statements that are shown as fields. */
export function withSentences(view: View, content: SectionContent, sentences: readonly Statement[]): Statement[] {
  const facts = content.statements.filter((statement) => isInFields(view, statement));
  return facts.reduce<Statement[]>((all, fact) => putBack(all, fact, content.statements), [...sentences]);
}

export function statementsText(statements: readonly Statement[]): string {
  return statements.map((statement) => statement.text).join('\n');
}

/**
 * Statements after the owner edited them as lines. A line that is untouched keeps its receipts; a changed one becomes the owner's
 * own word, under the id of the statement it replaces, because nobody said it in an answer any more.
 */
export function statementsFrom(before: readonly Statement[], written: string): Statement[] {
  const wanted = lines(written);
  const untouched = new Set(before.filter((statement) => wanted.includes(statement.text)));
  const replaced = before.filter((statement) => !untouched.has(statement));
  return wanted.map((line) => {
    const same = [...untouched].find((statement) => statement.text === line);
    if (same !== undefined) {
      untouched.delete(same);
      return same;
    }
    return { id: replaced.shift()?.id ?? crypto.randomUUID(), text: line, source: 'owner', receipts: [] };
  });
}
