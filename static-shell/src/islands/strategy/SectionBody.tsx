import type { FieldValue, Offering, SectionContent } from '@/lib/api-types';
import { isEmpty, type SectionSpec } from '@/lib/sections';

interface Props {
  readonly spec: SectionSpec;
  readonly content: SectionContent;
}

/** One section as it reads in the document: sentences, then the facts in it. */
export function SectionBody({ spec, content }: Props) {
  if (isEmpty(content)) return <p className="text-muted">Nothing here yet.</p>;
  const filled = spec.fields.filter((field) => (content.fields[field.name]?.length ?? 0) > 0);
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
