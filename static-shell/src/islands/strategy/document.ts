import type { FieldValue, Offering, SectionContent, Statement } from '@/lib/api-types';
import type { FieldSpec, SectionSpec } from '@/lib/sections';

/**
 * One section as one reads it: its sentences, then its facts in tables; nothing is said twice. The files that the API exports are set by the
 * same rules (`Chapter` in functions/copilot).
 */
export interface Line {
  readonly text: string;
  /** Null for an item of a list, which is a sentence without a source of its own. */
  readonly statement: Statement | null;
  readonly kind: 'plain' | 'assumed' | 'quote';
  /** It is no more than a row of a table, and is read there; here it only says where that comes from. */
  readonly inTable: boolean;
}

export interface Row {
  readonly label: string;
  readonly values: readonly string[];
  /** The sentence that says no more than the row does, and is read here alone; absent where none does. */
  readonly statement?: Statement;
}

export interface FactTable {
  readonly caption: string;
  /** Null where the left column says what the right one is. */
  readonly heads: readonly [string, string] | null;
  readonly rows: readonly Row[];
}

const QUOTED = /^["“„”«»「『‘].*["“”«»」』’][.!?]?$/su;

/** Days and then the times of them: "Monday to Friday, 8 to 18". */
const HOURS = /^(\D{2,40}?)[,:]?\s+(\d.*)$/u;

function plain(text: string): string {
  return text.trim().replace(/[.!;。]+$/u, '').toLowerCase();
}

function isSentenceLike(value: string): boolean {
  return plain(value).split(/\s+/u).length > 3;
}

/** Whether a sentence says it already: is it, or has it in it where it is more than a few words. */
function isSaid(value: string, sentences: readonly string[]): boolean {
  const said = plain(value);
  return sentences.some((sentence) => sentence === said || (isSentenceLike(value) && sentence.includes(said)));
}

/** What the rows of tables say as a whole. Prices and hours always are rows; of what else is a fact, a few words are a row and more are a sentence. */
function inTables(spec: SectionSpec, content: SectionContent): Set<string> {
  const whole = spec.fields
    .filter((field) => !isListOfSentences(field))
    .flatMap((field) =>
      itemsOf(content.fields[field.name])
        .map((item) => (isOffering(item) ? item.name + (item.price ?? '') : item))
        .filter((text) => field.kind === 'offerings' || field.name === 'hours' || !isSentenceLike(text)),
    );
  return new Set(whole.map(squeezed));
}

/** Words and figures alone: a row and the sentence that says it differ in what stands between them. */
export function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}\p{Sc}\p{So}]+/gu, '');
}

export function linesOf(spec: SectionSpec, content: SectionContent): Line[] {
  const lines: Line[] = [];
  const rows = inTables(spec, content);
  const add = (text: string, statement: Statement | null) => {
    if (lines.some((line) => plain(line.text) === plain(text))) return;
    const quote = QUOTED.test(text.trim()) ? 'quote' : 'plain';
    const assumed = statement?.source === 'assumption';
    lines.push({ text, statement, kind: assumed ? 'assumed' : quote, inTable: !assumed && rows.has(squeezed(text)) });
  };
  for (const statement of content.statements) add(statement.text, statement);
  const sentences = lines.map((line) => plain(line.text));
  for (const field of spec.fields.filter(isListOfSentences)) {
    for (const item of textsOf(content.fields[field.name])) if (!isSaid(item, sentences)) add(item, null);
  }
  return lines;
}

/** Goals and reviews are said one by one; the list of who the customers are is one fact. */
function isListOfSentences(field: FieldSpec): boolean {
  return field.kind === 'list' && field.name === 'items';
}

function isOffering(item: string | Offering): item is Offering {
  return typeof item !== 'string';
}

function itemsOf(value: FieldValue | undefined): readonly (string | Offering)[] {
  if (value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value;
}

function textsOf(value: FieldValue | undefined): string[] {
  return itemsOf(value).map((item) => (isOffering(item) ? item.name : item));
}

export function tablesOf(spec: SectionSpec, content: SectionContent): FactTable[] {
  const lines = linesOf(spec, content);
  const sentences = lines.filter((line) => !line.inTable).map((line) => plain(line.text));
  const stated = new Map(lines.flatMap(({ inTable, statement, text }) => (inTable && statement !== null ? [[squeezed(text), statement] as const] : [])));
  const row = (label: string, values: readonly string[], whole: string): Row => {
    const statement = stated.get(squeezed(whole));
    return { label, values, ...(statement === undefined ? {} : { statement }) };
  };
  const tables: FactTable[] = [];
  const facts: Row[] = [];
  for (const field of spec.fields) {
    const value = content.fields[field.name];
    const values = textsOf(value);
    if (values.length === 0 || isListOfSentences(field)) continue;
    if (field.kind === 'offerings') tables.push({ caption: 'What you offer', heads: ['What', 'Price'], rows: itemsOf(value).map((item) => pricesOf(item, row)) });
    else if (field.name === 'hours') tables.push(hoursOf(values.join('\n'), row));
    else if (!values.every((one) => isSaid(one, sentences))) facts.push(row(field.label, values, values[0] ?? ''));
  }
  return facts.length === 0 ? tables : [...tables, { caption: 'At a glance', heads: null, rows: facts }];
}

type MakeRow = (label: string, values: readonly string[], whole: string) => Row;

function pricesOf(item: string | Offering, row: MakeRow): Row {
  const { name, price } = isOffering(item) ? item : { name: item, price: undefined };
  return row(name, price === undefined ? [] : [price], name + (price ?? ''));
}

/** Days and their times, part by part; null where they do not read like that. */
export function hourRows(hours: string): readonly (readonly [string, string])[] | null {
  const parts = hours.trim().split(/\s*[;\n]\s*/u).map((part) => HOURS.exec(part));
  const rows = parts.flatMap((part) => (part?.[1] === undefined || part[2] === undefined ? [] : [[part[1].trim(), part[2]] as const]));
  return rows.length === parts.length ? rows : null;
}

/** A table where they read as one: each part some days and their times. Else one row. */
function hoursOf(hours: string, row: MakeRow): FactTable {
  const parts = hourRows(hours);
  if (parts === null) return { caption: 'Hours', heads: null, rows: [row('Hours', [hours], hours)] };
  // The sentence says all of them; where it is from stands at the first.
  return { caption: 'Hours', heads: ['Days', 'Hours'], rows: parts.map(([days, times], at) => (at === 0 ? row(days, [times], hours) : { label: days, values: [times] })) };
}
