import type { SectionContent } from '@/lib/api-types';
import { isEmpty, type SectionSpec } from '@/lib/sections';
import { type FactTable, type Line, linesOf, tablesOf } from './document';
import { Receipt, type ReceiptNeeds } from './Receipt';

interface Props {
  readonly spec: SectionSpec;
  readonly content: SectionContent;
  /** Where given, each sentence can show the answer it came from. */
  readonly receipts?: ReceiptNeeds;
}

/** One section as it reads in the document: sentences, then the facts in them, each with where it is from. */
export function SectionBody({ spec, content, receipts }: Props) {
  if (isEmpty(content)) return <p className="text-muted">Nothing here yet.</p>;
  return (
    <>
      <ul className="prose-lines">
        {linesOf(spec, content)
          .filter((line) => !line.inTable)
          .map((line) => (
            <li key={line.statement?.id ?? line.text} className="sourced">
              <Sentence line={line} />
              {receipts !== undefined && line.statement !== null && <Receipt statement={line.statement} {...receipts} />}
            </li>
          ))}
      </ul>
      {tablesOf(spec, content).map((table) => (
        <Facts key={table.caption} table={table} receipts={receipts} />
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

function Facts({ table, receipts }: { readonly table: FactTable; readonly receipts: ReceiptNeeds | undefined }) {
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
              <div className="sourced">
                <div>
                  {row.values.map((value, number) => (
                    <span key={`${value}-${number}`} className="block" dir="auto">
                      {value}
                    </span>
                  ))}
                </div>
                {receipts !== undefined && row.statement !== undefined && <Receipt statement={row.statement} {...receipts} />}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
