import { type ReactNode, useMemo } from 'react';
import type { SectionContent } from '@/lib/api-types';
import type { SectionSpec } from '@/lib/sections';
import type { Piece } from './changes';
import { Receipt, type ReceiptNeeds } from './Receipt';
import { changesOf, type FactChange, isChanged, isNothing, type Note, type ShownLine } from './section-changes';

interface Props {
  readonly spec: SectionSpec;
  readonly before: SectionContent;
  readonly after: SectionContent;
  /** Where given, each sentence can show where it came from. */
  readonly receipts?: ReceiptNeeds;
  /** Leaves out what is as it was. */
  readonly changesOnly?: boolean;
}

/** A section of which a Brief stands already: what goes from it, and what comes; sentences first, then the rows of its tables. */
export function SectionDiff({ spec, before, after, receipts, changesOnly = false }: Props) {
  const changes = useMemo(() => changesOf(spec, before, after), [spec, before, after]);
  const lines = changes.lines.filter((line) => !changesOnly || isChanged(line));
  return (
    <div data-testid={`diff-${spec.name}`}>
      {isNothing(changes) && <p className="mb-2 text-13 text-muted">The same words and facts: only how they are kept is different.</p>}
      <ul className="prose-lines">
        {lines.map((line) => (
          <Line key={line.id} line={line} receipts={receipts} />
        ))}
      </ul>
      {changes.facts.length > 0 && <Rows facts={changes.facts} label={spec.label} />}
      {changes.orders.length > 0 && <p className="mt-2 text-13 text-muted">In another order: {changes.orders.join(', ')}.</p>}
    </div>
  );
}

function Line({ line: { pieces, notes, statement }, receipts }: { readonly line: ShownLine; readonly receipts: ReceiptNeeds | undefined }) {
  return (
    <li className="sourced">
      <div>
        <span dir="auto">
          {pieces.map((piece, at) => (
            <Words key={at} piece={piece} />
          ))}
        </span>
        {notes.map((note) => (
          <NoteLine key={note.label} note={note} />
        ))}
      </div>
      {receipts !== undefined && statement !== null && <Receipt statement={statement} {...receipts} />}
    </li>
  );
}

function NoteLine({ note: { label, before, after } }: { readonly note: Note }) {
  return (
    <span className="block text-13 text-muted">
      {label}: <Gone>{before}</Gone> <New>{after}</New>
    </span>
  );
}

/** Rows that came, went or say something else now. */
function Rows({ facts, label }: { readonly facts: readonly FactChange[]; readonly label: string }) {
  return (
    <table className="facts text-14" data-testid="changed-rows">
      <caption className="sr-only">What changes in the facts: {label}</caption>
      <tbody>
        {facts.map((fact, at) => (
          <ChangedRow key={at} fact={fact} />
        ))}
      </tbody>
    </table>
  );
}

function ChangedRow({ fact: { label, before, after } }: { readonly fact: FactChange }) {
  const name = before === undefined ? <New>{label}</New> : after === undefined ? <Gone>{label}</Gone> : label;
  return (
    <tr>
      <th scope="row" dir="auto">
        {name}
      </th>
      <td className="tabular">
        {before !== undefined && (
          <span className="block" dir="auto">
            <Gone>{before === '' ? 'no price' : before}</Gone>
          </span>
        )}
        {after !== undefined && (
          <span className="block" dir="auto">
            <New>{after === '' ? 'no price' : after}</New>
          </span>
        )}
      </td>
    </tr>
  );
}

function Gone({ children }: { readonly children: ReactNode }) {
  return (
    <del className="words-gone">
      <span className="sr-only">Removed: </span>
      {children}
    </del>
  );
}

function New({ children }: { readonly children: ReactNode }) {
  return (
    <ins className="words-new">
      <span className="sr-only">Added: </span>
      {children}
    </ins>
  );
}

function Words({ piece: { kind, text } }: { readonly piece: Piece }) {
  switch (kind) {
    case 'kept':
      return <span className="text-soft">{text}</span>;
    case 'gone':
      return <Gone>{text}</Gone>;
    case 'new':
      return <New>{text}</New>;
  }
}
