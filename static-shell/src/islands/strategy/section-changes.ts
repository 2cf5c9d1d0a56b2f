import type { FieldValue, SectionContent, Statement } from '@/lib/api-types';
import { SOURCE } from '@/lib/brief-changes';
import { same } from '@/lib/merge';
import { type FieldSpec, SECTIONS, type SectionSpec } from '@/lib/sections';
import { type ChangedLine, linesBetween, pairsOf } from './changes';
import { hourRows, linesOf, squeezed } from './document';

/** One row of a table, or one fact: what it is about, and what stood and stands there. Of a row without a value, as an item without a price, it is empty. */
export interface FactChange {
  readonly field: string;
  readonly label: string;
  readonly before?: string;
  readonly after?: string;
}

/** What else has changed about a sentence than its words. */
export interface Note {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

export interface ShownLine extends ChangedLine {
  /** As it stands now; null for one that is gone. */
  readonly statement: Statement | null;
  readonly notes: readonly Note[];
}

/** Everything by which a section says something else than before. Whatever a section consists of is in one of them. */
export interface SectionChanges {
  readonly lines: readonly ShownLine[];
  readonly facts: readonly FactChange[];
  /** What stands in another order, in words. */
  readonly orders: readonly string[];
}

interface Fact {
  readonly field: FieldSpec;
  readonly label: string;
  readonly value: string;
}

export function changesOf(spec: SectionSpec, before: SectionContent, after: SectionContent): SectionChanges {
  const all = factChanges(spec, before, after);
  const rows = new Set(all.flatMap(({ label, before: was = '', after: now = '' }) => [was, now, label + was, label + now].map(squeezed)));
  const lines = shownLines(before, after, all).filter((line) => isChanged(line) ? !isOnlyRow(line, spec, before, after, rows) : !inTables(spec, after).has(line.id));
  return { lines, facts: all.filter((change) => isTable(spec, change) || !isTold(change, lines)), orders: ordersOf(spec, before, after) };
}

/** Whether nothing that can be shown is different. */
export function isNothing({ lines, facts, orders }: SectionChanges): boolean {
  return facts.length === 0 && orders.length === 0 && !lines.some(isChanged);
}

export function isChanged({ pieces, notes }: ShownLine): boolean {
  return notes.length > 0 || pieces.some(({ kind }) => kind !== 'kept');
}

/** Prices and hours always stand in tables, whatever sentences say. */
function isTable(spec: SectionSpec, { field }: FactChange): boolean {
  return field === 'hours' || spec.fields.some(({ name, kind }) => name === field && kind === 'offerings');
}

function inTables(spec: SectionSpec, content: SectionContent): ReadonlySet<string> {
  return new Set(linesOf(spec, content).flatMap(({ inTable, statement }) => (inTable && statement !== null ? [statement.id] : [])));
}

/** Whether a sentence says no more than a row whose change is shown. */
function isOnlyRow(line: ShownLine, spec: SectionSpec, before: SectionContent, after: SectionContent, rows: ReadonlySet<string>): boolean {
  if (line.notes.length > 0) return false;
  const [old, now] = [textOf(line, 'gone'), textOf(line, 'new')];
  const tables = new Set([...inTables(spec, before), ...inTables(spec, after)]);
  return tables.has(line.id.replace(/^gone-/, '')) && [old, now].every((text) => text === '' || rows.has(squeezed(text)));
}

function textOf({ pieces }: ChangedLine, side: 'gone' | 'new'): string {
  return pieces.flatMap(({ kind, text }) => (kind === side || kind === 'kept' ? [text] : [])).join('');
}

function plain(text: string): string {
  return text.trim().replace(/[.!;]+$/u, '').toLocaleLowerCase();
}

/** Whether sentences that are shown as changed say it word for word. */
function isTold({ before, after }: FactChange, lines: readonly ShownLine[]): boolean {
  const tells = (value: string | undefined, side: 'gone' | 'new') =>
    value === undefined || lines.some((line) => isChanged(line) && plain(textOf(line, side)).includes(plain(value)));
  return tells(before, 'gone') && tells(after, 'new');
}

function shownLines(before: SectionContent, after: SectionContent, facts: readonly FactChange[]): ShownLine[] {
  const pairs = pairsOf(before.statements, after.statements);
  return linesBetween(before.statements, after.statements).map((line) => {
    const statement = after.statements.find(({ id }) => id === line.id) ?? null;
    const was = pairs.get(line.id);
    return { ...line, statement, notes: statement === null || was === undefined ? [] : notesOf(was, statement, facts) };
  });
}

function notesOf(was: Statement, now: Statement, facts: readonly FactChange[]): Note[] {
  // Of new words it is plain where they come from, and the rest is told by them.
  if (was.text !== now.text) return [];
  const notes: Note[] = [];
  if (was.source !== now.source) notes.push({ label: 'Where it comes from', before: SOURCE[was.source] ?? was.source, after: SOURCE[now.source] ?? now.source });
  else if (!same(was.receipts, now.receipts)) notes.push({ label: 'The answers it comes from', before: counted(was.receipts), after: otherAnswers(was.receipts, now.receipts) });
  // A row that is shown tells it already.
  if (facts.length === 0 && !same(was.states ?? [], now.states ?? [])) {
    notes.push({ label: 'What it states', before: statesOf(was), after: statesOf(now) });
  }
  return notes;
}

function counted(receipts: readonly string[]): string {
  return receipts.length === 0 ? 'None' : receipts.length === 1 ? 'One' : String(receipts.length);
}

function otherAnswers(before: readonly string[], after: readonly string[]): string {
  return before.length === after.length ? `${counted(after)}, another` : counted(after);
}

type Claim = NonNullable<Statement['states']>[number];

/** What a claim calls a field, where the field itself has another name. */
const CLAIMED: Readonly<Record<string, string>> = { item: 'What you offer', goal: 'Goals', proof: 'Proof' };

function fieldLabel(name: Claim['field']): string {
  const field = SECTIONS.flatMap(({ fields }) => fields).find((one) => one.name === name);
  return field?.label ?? CLAIMED[name] ?? 'Price';
}

function statesOf({ states = [] }: Statement): string {
  const one = ({ field, value, price, again = false }: Claim) =>
    `${fieldLabel(field)}${value === undefined ? '' : `: ${value}`}${price === undefined ? '' : ` – ${price}`}${again ? ' (in addition to another sentence)' : ''}`;
  return states.length === 0 ? 'Nothing of its own' : states.map(one).join('; ');
}

export function factsIn(spec: SectionSpec, { fields }: SectionContent): Fact[] {
  return spec.fields.flatMap((field) => factsOfField(field, fields[field.name]));
}

function factsOfField(field: FieldSpec, value: FieldValue | undefined): Fact[] {
  if (value === undefined) return [];
  if (typeof value === 'string') {
    const rows = field.name === 'hours' ? hourRows(value) : null;
    return rows === null ? [{ field, label: field.label, value }] : rows.map(([label, times]) => ({ field, label, value: times }));
  }
  return value.map((item) => (typeof item === 'string' ? { field, label: field.label, value: item } : { field, label: item.name, value: item.price ?? '' }));
}

const isOne = (a: Fact, b: Fact) => a.field.name === b.field.name && a.label === b.label;

/** What is the same is taken away first; of the rest, what is about the same thing is one change. Items of a list of names are about nothing but themselves. */
function factChanges(spec: SectionSpec, before: SectionContent, after: SectionContent): FactChange[] {
  const gone = factsIn(spec, before);
  const take = (index: number) => (index === -1 ? undefined : gone.splice(index, 1)[0]);
  const added = factsIn(spec, after).filter((now) => take(gone.findIndex((was) => isOne(was, now) && was.value === now.value)) === undefined);
  const changes = added.map((now): FactChange => {
    const was = now.field.kind === 'list' ? undefined : take(gone.findIndex((one) => isOne(one, now)));
    return { field: now.field.name, label: now.label, after: now.value, ...(was === undefined ? {} : { before: was.value }) };
  });
  return [...changes, ...gone.map((was): FactChange => ({ field: was.field.name, label: was.label, before: was.value }))];
}

function ordersOf(spec: SectionSpec, before: SectionContent, after: SectionContent): string[] {
  const orders = isReordered(before.statements.map(({ id }) => id), after.statements.map(({ id }) => id)) ? ['The sentences'] : [];
  const key = (fact: Fact) => `${fact.label} ${fact.value}`;
  const of = (content: SectionContent, field: FieldSpec) => factsOfField(field, content.fields[field.name]).map(key);
  return [...orders, ...spec.fields.filter((field) => isReordered(of(before, field), of(after, field))).map(({ label }) => label)];
}

function isReordered(before: readonly string[], after: readonly string[]): boolean {
  const both = (these: readonly string[], those: readonly string[]) => [...new Set(these)].filter((one) => those.includes(one));
  return !same(both(before, after), both(after, before));
}
