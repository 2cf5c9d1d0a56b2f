import type { FieldValue, Offering } from './api-types';
import { charactersOver, tooLong } from './too-long';

/** One thing of a list while it is edited: what somebody offers has a price and its unit, everything else is a name alone. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly price: string;
  readonly unit: string;
  /** What stands in the Brief for it; nothing does for a row that was added. */
  readonly was?: string | Offering;
  /** The longest name that its list takes. */
  readonly longest?: number;
}

/** A list of names, or of names with prices. */
export type ListKind = 'list' | 'offerings';

/** What the API takes, as the schemas of the sections say. */
export const MOST: Readonly<Record<ListKind, number>> = { list: 50, offerings: 100 };
export const LONGEST_PRICE = 80;
export const LONGEST_UNIT = 39;

/** "£45 per hour", "€9/day": an amount, and behind it what it is for. */
const PER = /^(.*\S)(?:\s+(?=(?:per|an?|each|every|pro|je|par|por|al)\s)|(?=\/))(.*\S)$/iu;

/** Words for what a price is for that are no price without a "per". */
const UNITS =
  'minute|hour|day|night|week|month|year|visit|job|session|lesson|class|piece|item|person|head|guest|room|unit|mile|km|kilo|kg|metre|meter|m|m²|m2|sqm|litre|liter';
const UNIT = new RegExp(`^(?:${UNITS})s?$`, 'iu');

/** Where a price has no amount in it. */
const NO_AMOUNT =
  'free|gratis|complimentary|included|quote|quotes|quoted|request|ask|agreed?|agreement' +
  '|negotiable|varies|depends|donation|hundred|thousand|pounds?|euros?|dollars?|quid|kostenlos|anfrage|gratuit|devis';
const WITHOUT_AMOUNT = new RegExp(`\\b(?:${NO_AMOUNT})\\b`, 'iu');

export function newRow(longest?: number): Row {
  return { id: crypto.randomUUID(), name: '', price: '', unit: '', ...(longest === undefined ? {} : { longest }) };
}

export function rowsOf(value: FieldValue | undefined, longest?: number): Row[] {
  if (value === undefined || typeof value === 'string') return [];
  return value.map((item, at) => ({ ...rowOf(item, `r${at}`), ...(longest === undefined ? {} : { longest }) }));
}

function rowOf(was: string | Offering, id: string): Row {
  if (typeof was === 'string') return { id, name: was, price: '', unit: '', was };
  return { id, name: was.name, ...parted(was.price ?? ''), was };
}

/** Only where it can be put together again as it was. */
function parted(text: string): Pick<Row, 'price' | 'unit'> {
  const [, price, unit] = PER.exec(text) ?? [];
  const whole = { price: text, unit: '' };
  if (price === undefined || unit === undefined || !isPrice(price)) return whole;
  return priceOf({ price, unit }) === text ? { price, unit } : whole;
}

function priceOf({ price, unit }: Pick<Row, 'price' | 'unit'>): string {
  const per = unit.trim();
  if (per === '') return price.trim();
  return `${price.trim()}${per.startsWith('/') ? '' : ' '}${UNIT.test(per) ? `per ${per}` : per}`;
}

/** Figures with whatever stands between them, and none of it left out. */
const FIGURES = /\p{Nd}(?:[\p{Nd}.,'’٫٬\s]*\p{Nd})?/gu;

/** "60", "60.50", "2,500", "1.500,00", "12 000": thousands in threes, and at most two places behind the point or comma. */
const AMOUNT = /^(?:\p{Nd}+|\p{Nd}{1,3}(?:([.,'’٬\s])\p{Nd}{3})(?:\1\p{Nd}{3})*)(?:[.,٫]\p{Nd}{1,2})?$/u;

/** Where these are paid a point parts whole ones from their hundredths, and never thousands. */
const POINT_PARTS_HUNDREDTHS = /[£$]|\b(?:gbp|usd|pounds?|dollars?)\b/iu;

function areAmounts(text: string): boolean {
  const all = text.match(FIGURES) ?? [];
  return all.every((figures) => AMOUNT.test(figures) && !(POINT_PARTS_HUNDREDTHS.test(text) && /\.\p{Nd}{3}$/u.test(figures)));
}

/** An amount in any script, or words that say how it comes about. A question is none. */
export function isPrice(text: string): boolean {
  if (/[?？؟]/u.test(text) || !areAmounts(text)) return false;
  return (/\p{N}/u.test(text) && !/^\s*[-−–]\s*[\p{Sc}\p{N}]/u.test(text)) || WITHOUT_AMOUNT.test(text);
}

export function isBlank({ name, price, unit }: Row): boolean {
  return `${name}${price}${unit}`.trim() === '';
}

/** What is wrong with a row, for the row to say; null where nothing is. What stands in the Brief already is left alone. */
export function complaintAbout(row: Row): string | null {
  return unchanged(row) ? null : (tooLongIn(row) ?? faultOf(row));
}

/** The box of a row, of which something is wrong, that one has to go to. */
export function wrongPart(row: Row): 'name' | 'price' | 'unit' {
  return tooLongPart(row)?.part ?? (row.name.trim() === '' ? 'name' : 'price');
}

function tooLongPart({ name, price, unit, longest = Infinity }: Row) {
  const parts = [
    { part: 'name', words: name, most: longest },
    { part: 'price', words: price, most: LONGEST_PRICE },
    { part: 'unit', words: unit, most: LONGEST_UNIT },
  ] as const;
  return parts.find(({ words, most }) => charactersOver(words, most) > 0);
}

function tooLongIn(row: Row): string | null {
  const found = tooLongPart(row);
  return found === undefined ? null : tooLong(charactersOver(found.words, found.most), found.most);
}

function faultOf(row: Row): string | null {
  if (isBlank(row)) return row.was === undefined ? null : 'Say what it is, or remove the row.';
  if (row.name.trim() === '') return 'Say what it is that has this price.';
  const price = row.price.trim();
  if (price === '') return row.unit.trim() === '' ? null : 'Say how much it is, or leave the unit out.';
  return isPrice(price) ? null : `“${price}” is no price. Say an amount in figures, as in 60 or 60.50, or “free” or “on request”.`;
}

export function isHeldBack(row: Row): boolean {
  return complaintAbout(row) !== null;
}

function itemOf(kind: ListKind, row: Row): string | Offering {
  const name = row.name.trim();
  if (kind === 'list') return name;
  const price = priceOf(row);
  return price === '' ? { name } : { name, price };
}

/** As it stands in the Brief, where the row still reads like that. */
function unchanged(row: Row): boolean {
  if (row.was === undefined) return false;
  const { name, price, unit } = rowOf(row.was, row.id);
  return name === row.name && price === row.price && unit === row.unit;
}

/** What a list says. A row that something is wrong with is held back: what stood there stays until it is right. */
export function valueOf(kind: ListKind, rows: readonly Row[]): FieldValue {
  const items = rows.flatMap((row) => {
    if (row.was !== undefined && (unchanged(row) || isHeldBack(row))) return [row.was];
    return isBlank(row) || isHeldBack(row) ? [] : [itemOf(kind, row)];
  });
  return items as FieldValue;
}

/** The rows after these were saved: from now on the Brief says them. */
export function settled(kind: ListKind, rows: readonly Row[], sent: readonly Row[]): Row[] {
  return rows.map((row) => {
    const saved = sent.find((one) => one.id === row.id);
    return saved === undefined || isBlank(saved) || isHeldBack(saved) || unchanged(saved) ? row : { ...row, was: itemOf(kind, saved) };
  });
}

/** Rows as they came back, with those in their places that are still held back. */
export function withHeldBack(kind: ListKind, fresh: readonly Row[], before: readonly Row[]): Row[] {
  const held = before.filter(isHeldBack);
  const places = new Map(held.flatMap((row) => (row.was === undefined ? [] : [[JSON.stringify(row.was), row]])));
  const put = fresh.map((row) => {
    const mine = places.get(JSON.stringify(row.was));
    return mine === undefined ? row : { ...mine, id: row.id };
  });
  const room = MOST[kind] - put.length;
  return [...put, ...held.filter((row) => row.was === undefined).slice(0, Math.max(0, room))];
}

export function areRows(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.every(isRow);
}

function isRow(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return ['id', 'name', 'price', 'unit'].every((part) => typeof Reflect.get(value, part) === 'string');
}
