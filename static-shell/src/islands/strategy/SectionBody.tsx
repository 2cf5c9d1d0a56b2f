import { useEffect, useState } from 'react';
import type { FieldValue, Offering, SectionContent, Statement } from '@/lib/api-types';
import { explain } from '@/lib/problem';
import { isEmpty, type SectionSpec } from '@/lib/sections';

/** Finds the answer that a receipt names; null when it is not there any more. */
export type FindAnswer = (messageId: string) => Promise<string | null>;

interface Props {
  readonly spec: SectionSpec;
  readonly content: SectionContent;
  /** Where given, the sentences can show the answers they came from. */
  readonly find?: FindAnswer;
}

function plain(text: string): string {
  return text.trim().replace(/[.!;]+$/u, '').toLocaleLowerCase();
}

/** A field that only repeats the sentences above it says nothing new to a reader; the editor still shows it. */
function repeats(content: SectionContent, value: FieldValue): boolean {
  const items: readonly (string | Offering)[] = typeof value === 'string' ? [value] : value;
  const said = new Set(content.statements.map((statement) => plain(statement.text)));
  return items.every((item) => !isOffering(item) && said.has(plain(item)));
}

/** One section as it reads in the document: sentences with their receipts, then the facts in them. */
export function SectionBody({ spec, content, find }: Props) {
  const [shown, setShown] = useState(false);
  if (isEmpty(content)) return <p className="text-muted">Nothing here yet.</p>;
  const filled = spec.fields.filter((field) => {
    const value = content.fields[field.name];
    return value !== undefined && value.length > 0 && !repeats(content, value);
  });
  const answered = find !== undefined && content.statements.some((statement) => statement.receipts.length > 0);
  return (
    <>
      <ul className="prose-lines">
        {content.statements.map((statement) => (
          <li key={statement.id} dir="auto">
            <Sentence statement={statement} />
            {shown && answered && <Source statement={statement} find={find} />}
          </li>
        ))}
      </ul>
      {answered && (
        <button type="button" className="receipt no-print mt-1" aria-expanded={shown} onClick={() => setShown(!shown)} data-testid={`receipts-${spec.name}`}>
          from your answers <span aria-hidden="true">↗</span>
          <span className="sr-only">: {spec.label}</span>
        </button>
      )}
      {filled.length > 0 && (
        <dl className="facts text-14">
          {filled.map((field) => (
            <Fact key={field.name} label={field.label} value={content.fields[field.name] ?? ''} />
          ))}
        </dl>
      )}
    </>
  );
}

function Sentence({ statement }: { readonly statement: Statement }) {
  if (statement.source !== 'assumption') return statement.text;
  return (
    <span className="assumed">
      {statement.text}
      <span className="sr-only"> (assumption)</span>
    </span>
  );
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

function isOffering(item: string | Offering): item is Offering {
  return typeof item !== 'string';
}

function Fact({ label, value }: { readonly label: string; readonly value: FieldValue }) {
  const items: readonly (string | Offering)[] = typeof value === 'string' ? [value] : value;
  return (
    <>
      <dt>{label}</dt>
      <dd dir="auto">
        {items.map((item, at) =>
          isOffering(item) ? (
            <span key={`${item.name}-${at}`} className="priced">
              {item.name}
              <span className="tabular text-soft">{item.price ?? ''}</span>
            </span>
          ) : (
            <span key={`${item}-${at}`} className="block">
              {item}
            </span>
          ),
        )}
      </dd>
    </>
  );
}
