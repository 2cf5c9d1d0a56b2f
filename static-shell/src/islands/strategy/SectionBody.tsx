import { useEffect, useState } from 'react';
import type { SectionContent, Statement } from '@/lib/api-types';
import { explain } from '@/lib/problem';
import { isEmpty, type SectionSpec } from '@/lib/sections';
import { type FactTable, type Line, linesOf, tablesOf } from './document';

/** Finds the answer that a receipt names; null when it is not there any more. */
export type FindAnswer = (messageId: string) => Promise<string | null>;

interface Props {
  readonly spec: SectionSpec;
  readonly content: SectionContent;
  /** Where given, the sentences can show the answers they came from. */
  readonly find?: FindAnswer;
}

/** One section as it reads in the document: sentences with their receipts, then the facts in them. */
export function SectionBody({ spec, content, find }: Props) {
  const [shown, setShown] = useState(false);
  if (isEmpty(content)) return <p className="text-muted">Nothing here yet.</p>;
  const answered = find !== undefined && content.statements.some((statement) => statement.receipts.length > 0);
  return (
    <>
      <ul className="prose-lines">
        {linesOf(spec, content).filter((line) => shown || !line.inTable).map((line) => (
          <li key={line.statement?.id ?? line.text}>
            <Sentence line={line} />
            {shown && answered && line.statement !== null && <Source statement={line.statement} find={find} />}
          </li>
        ))}
      </ul>
      {answered && (
        <button type="button" className="receipt no-print mt-1" aria-expanded={shown} onClick={() => setShown(!shown)} data-testid={`receipts-${spec.name}`}>
          from your answers <span aria-hidden="true">↗</span>
          <span className="sr-only">: {spec.label}</span>
        </button>
      )}
      {tablesOf(spec, content).map((table) => (
        <Facts key={table.caption} table={table} />
      ))}
    </>
  );
}

function Sentence({ line }: { readonly line: Line }) {
  switch (line.kind) {
    case 'plain':
      return <p dir="auto">{line.text}</p>;
    case 'quote':
      return (
        <blockquote className="quoted" dir="auto">
          <p>{line.text}</p>
        </blockquote>
      );
    case 'assumed':
      return (
        <p dir="auto">
          <span className="assumed">
            {line.text}
            <span className="sr-only"> (assumption)</span>
          </span>
        </p>
      );
  }
}

type Found = { readonly kind: 'looking' } | { readonly kind: 'failed'; readonly fault: unknown } | { readonly kind: 'found'; readonly text: string | null };

/** Under a sentence: the answer it came from, or the plain word for where it came from. */
function Source({ statement, find }: { readonly statement: Statement; readonly find: FindAnswer }) {
  const [found, setFound] = useState<Found>({ kind: 'looking' });
  const [first] = statement.receipts;
  useEffect(() => {
    if (first === undefined) return;
    let gone = false;
    find(first).then(
      (text) => gone || setFound({ kind: 'found', text }),
      (fault: unknown) => gone || setFound({ kind: 'failed', fault }),
    );
    return () => {
      gone = true;
    };
  }, [find, first]);
  if (first === undefined) return <p className="no-print text-12 text-muted">{statement.source === 'assumption' ? 'assumption' : 'your words'}</p>;
  switch (found.kind) {
    case 'looking':
      return <p className="no-print quote text-muted">Looking for the answer…</p>;
    case 'failed':
      return (
        <p className="no-print text-13 text-error" role="alert">
          {explain(found.fault)}
        </p>
      );
    case 'found':
      return (
        <blockquote className="no-print quote" dir="auto" data-testid="source">
          {found.text ?? 'This answer is not in the conversation any more.'}
        </blockquote>
      );
  }
}

function Facts({ table }: { readonly table: FactTable }) {
  return (
    <table className="facts text-14">
      <caption className="sr-only">{table.caption}</caption>
      {table.heads !== null && (
        <thead>
          <tr>
            {table.heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {table.rows.map((row, at) => (
          <tr key={`${row.label}-${at}`}>
            <th scope="row" dir="auto">
              {row.label}
            </th>
            <td className="tabular">
              {row.values.map((value, number) => (
                <span key={`${value}-${number}`} className="block" dir="auto">
                  {value}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
