import { useMemo } from 'react';
import type { SectionContent } from '@/lib/api-types';
import type { SectionSpec } from '@/lib/sections';
import { linesBetween, type Piece } from './changes';

interface Props {
  readonly spec: SectionSpec;
  readonly before: SectionContent;
  readonly after: SectionContent;
}

/** A section of which a Brief stands already: what goes from it, and what comes. */
export function SectionDiff({ spec, before, after }: Props) {
  const lines = useMemo(() => linesBetween(before.statements, after.statements), [before, after]);
  const wordsChanged = lines.some(({ pieces }) => pieces.some(({ kind }) => kind !== 'kept'));
  return (
    <div data-testid={`diff-${spec.name}`}>
      {!wordsChanged && <p className="mb-2 text-13 text-muted">The same words: what is different is their order, or where they come from.</p>}
      <ul className="prose-lines">
        {lines.map(({ id, pieces }) => (
          <li key={id} dir="auto">
            {pieces.map((piece, at) => (
              <Words key={at} piece={piece} />
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Words({ piece: { kind, text } }: { readonly piece: Piece }) {
  switch (kind) {
    case 'kept':
      return <span className="text-soft">{text}</span>;
    case 'gone':
      return (
        <del className="words-gone">
          <span className="sr-only">Removed: </span>
          {text}
        </del>
      );
    case 'new':
      return (
        <ins className="words-new">
          <span className="sr-only">Added: </span>
          {text}
        </ins>
      );
  }
}
