import type { BriefChange } from '@/lib/api-types';
import { type Labelled, labelled } from '@/lib/brief-changes';

/** What a section said before, and what it says now, one change after the other. */
export function ChangeLines({ changes }: { readonly changes: readonly BriefChange[] }) {
  return (
    <ul>
      {changes.map((change, at) => (
        <li key={at} className="mb-1">
          <ChangeLine change={change} />
        </li>
      ))}
    </ul>
  );
}

function ChangeLine({ change }: { readonly change: BriefChange }) {
  if (change.part === 'order') return <p className="text-soft">The same, in another order.</p>;
  return <FromTo {...labelled(change)} />;
}

function FromTo({ label, before, after }: Labelled) {
  return (
    <>
      {label !== undefined && <p className="text-12 text-muted">{label}</p>}
      {before !== undefined && (
        <del className="diff-before" dir="auto">
          <span className="sr-only">Before: </span>
          {before}
        </del>
      )}
      {after !== undefined && (
        <ins className="diff-after" dir="auto">
          <span className="sr-only">Now: </span>
          {after}
        </ins>
      )}
    </>
  );
}
