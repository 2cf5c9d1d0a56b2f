import type { FieldValue, Offering, SectionContent } from '@/lib/api-types';
import { isEmpty, type SectionSpec } from '@/lib/sections';

interface Props {
  readonly spec: SectionSpec;
  readonly content: SectionContent;
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

/** One section as it reads in the document: sentences, then the facts in it. */
export function SectionBody({ spec, content }: Props) {
  if (isEmpty(content)) return <p className="text-muted">Nothing here yet.</p>;
  const filled = spec.fields.filter((field) => {
    const value = content.fields[field.name];
    return value !== undefined && value.length > 0 && !repeats(content, value);
  });
  return (
    <>
      <ul className="prose-lines">
        {content.statements.map((statement) => (
          <li key={statement.id} dir="auto">
            {statement.source === 'assumption' ? (
              <span className="assumed">
                {statement.text}
                <span className="sr-only"> (assumption)</span>
              </span>
            ) : (
              statement.text
            )}
          </li>
        ))}
      </ul>
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
