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

function squeezed(text: string): string {
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
  const sentences = linesOf(spec, content).filter((line) => !line.inTable).map((line) => plain(line.text));
  const tables: FactTable[] = [];
  const facts: Row[] = [];
  for (const field of spec.fields) {
    const value = content.fields[field.name];
    const values = textsOf(value);
    if (values.length === 0 || isListOfSentences(field)) continue;
    if (field.kind === 'offerings') tables.push(pricesOf(itemsOf(value)));
    else if (field.name === 'hours') tables.push(hoursOf(values.join('\n')));
    else if (!values.every((one) => isSaid(one, sentences))) facts.push({ label: field.label, values });
  }
  return facts.length === 0 ? tables : [...tables, { caption: 'At a glance', heads: null, rows: facts }];
}

function pricesOf(items: readonly (string | Offering)[]): FactTable {
  const rows = items.map((item) => (isOffering(item) ? { label: item.name, values: item.price === undefined ? [] : [item.price] } : { label: item, values: [] }));
  return { caption: 'What you offer', heads: ['What', 'Price'], rows };
}

/** A table where they read as one: each part some days and their times. Else one row. */
function hoursOf(hours: string): FactTable {
  const parts = hours.trim().split(/\s*[;\n]\s*/u).map((part) => HOURS.exec(part));
  const rows = parts.flatMap((part) => (part?.[1] === undefined || part[2] === undefined ? [] : [{ label: part[1].trim(), values: [part[2]] }]));
  return rows.length === parts.length ? { caption: 'Hours', heads: ['Days', 'Hours'], rows } : { caption: 'Hours', heads: null, rows: [{ label: 'Hours', values: [hours] }] };
}
