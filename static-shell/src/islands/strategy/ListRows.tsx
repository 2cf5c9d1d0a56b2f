import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { focusNext } from '@/lib/focus';
import { complaintAbout, wrongPart, isBlank, MOST, newRow, type Row } from '@/lib/rows';
import type { FieldSpec } from '@/lib/sections';
import { LineBox } from '@/ui/TextBox';

interface Props {
  readonly field: FieldSpec & { readonly kind: 'list' | 'offerings' };
  /** Names the list in the page, for the focus. */
  readonly list: string;
  readonly rows: readonly Row[];
  /** Changes the list as it is by then: two boxes may be typed in at once. */
  readonly onRows: (change: (rows: readonly Row[]) => readonly Row[]) => void;
  readonly onRemove: (row: Row) => void;
  readonly onEscape: () => boolean;
}

/** What an empty list begins with, so that there is something to type into. */
const FIRST: Row = { id: 'first', name: '', price: '', unit: '' };

function shownOf(rows: readonly Row[], longest: number): readonly Row[] {
  return rows.length === 0 ? [{ ...FIRST, longest }] : rows;
}

/** A list as rows. Enter adds one below and goes there; the focus stays where the work is. */
export function ListRows({ field, list, rows, onRows, onRemove, onEscape }: Props) {
  const [at, setAt] = useState<string | null>(null);
  const shown = shownOf(rows, field.max);
  const place = (row: Row) => `[data-list="${list}"] [data-row="${row.id}"] input`;
  const isFull = shown.length >= MOST[field.kind];
  const addBelow = (index: number) => {
    const below = shown[index + 1];
    if (below !== undefined && isBlank(below)) return focusNext(place(below));
    const row = newRow(field.max);
    onRows((now) => shownOf(now, field.max).toSpliced(index + 1, 0, row));
    focusNext(place(row));
  };
  const enter = (index: number) => {
    const row = shown[index];
    if (row !== undefined && !isBlank(row) && !isFull) addBelow(index);
    return true;
  };
  const remove = (index: number) => {
    const row = shown[index];
    if (row === undefined) return;
    const next = shown[index + 1] ?? shown[index - 1];
    onRemove(row);
    focusNext(...(next === undefined ? [] : [place(next)]), `[data-list="${list}"] input`, `[data-list="${list}"] [data-add]`);
  };
  const put = (id: string, part: Partial<Row>) => onRows((now) => shownOf(now, field.max).map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <div role="group" aria-label={field.label} data-list={list} data-testid={`rows-${list}`}>
      <p className="label" aria-hidden="true">
        {field.label}
      </p>
      <ul className="flex flex-col gap-3 phone:gap-2">
        {shown.map((row, index) => (
          <RowFields
            key={row.id}
            row={row}
            number={index + 1}
            field={field}
            here={at === row.id}
            onHere={(here) => setAt(here ? row.id : null)}
            onPart={(part) => put(row.id, part)}
            onEnter={() => enter(index)}
            onEscape={onEscape}
            onRemove={isBlank(row) && shown.length === 1 ? null : () => remove(index)}
          />
        ))}
      </ul>
      {!isFull && (
        <button type="button" className="btn btn-text mt-1 -ml-2" onClick={() => addBelow(shown.length - 1)} data-add="" data-testid={`add-${list}`}>
          <Plus size={16} aria-hidden="true" />
          Add<span className="sr-only"> to: {field.label}</span>
        </button>
      )}
    </div>
  );
}

interface RowProps {
  readonly row: Row;
  readonly number: number;
  readonly field: Props['field'];
  /** Whether somebody is at work in it: what is wrong is said once they are done. */
  readonly here: boolean;
  readonly onHere: (here: boolean) => void;
  readonly onPart: (part: Partial<Row>) => void;
  readonly onEnter: () => boolean;
  readonly onEscape: () => boolean;
  readonly onRemove: (() => void) | null;
}

const NAMES = { name: 'What', price: 'Price', unit: 'Per' } as const;

function RowFields({ row, number, field, here, onHere, onPart, onEnter, onEscape, onRemove }: RowProps) {
  const complaint = here ? null : complaintAbout(row);
  const told = `row-${row.id}-${field.name}-told`;
  const box = (part: keyof typeof NAMES, placeholder: string) => (
    <LineBox
      className="input"
      aria-label={field.kind === 'list' ? `${field.label}, ${number}` : `${NAMES[part]}, ${number}`}
      aria-invalid={complaint !== null && part === wrongPart(row)}
      aria-describedby={complaint === null ? undefined : told}
      value={row[part]}
      placeholder={placeholder}
      enterKeyHint="next"
      onText={(text) => onPart({ [part]: text })}
      onFocus={() => onHere(true)}
      onBlur={(event) => {
        if (event.relatedTarget?.closest('[data-row]') !== event.currentTarget.closest('[data-row]')) onHere(false);
      }}
      keys={{ Enter: onEnter, Escape: onEscape }}
    />
  );
  return (
    <li data-row={row.id} data-testid="row">
      <div className={`list-row ${field.kind === 'offerings' ? 'list-row-priced' : ''}`}>
        {box('name', field.kind === 'offerings' ? 'e.g. boiler service' : '')}
        {field.kind === 'offerings' && (
          <>
            {box('price', 'Price')}
            {box('unit', 'per hour, if so')}
          </>
        )}
        {onRemove === null ? (
          <span aria-hidden="true" />
        ) : (
          <button type="button" className="icon-btn" aria-label={`Remove: ${row.name.trim() === '' ? `row ${number}` : row.name}`} title="Remove" onClick={onRemove}>
            <Trash2 size={16} aria-hidden="true" />
          </button>
        )}
      </div>
      {complaint !== null && (
        <p id={told} className="mt-1 text-13 text-error" role="alert" data-testid="row-complaint">
          {complaint} <span className="text-soft">Kept here, not saved.</span>
        </p>
      )}
    </li>
  );
}
