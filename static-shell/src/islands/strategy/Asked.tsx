import { useStore } from '@nanostores/react';
import { useState } from 'react';
import type { BriefSession, SectionName } from '@/lib/api-types';
import { isEmpty, specOf } from '@/lib/sections';
import { EXAMPLES } from './examples';
import { inReview } from './NextStep';
import { draftOf } from './session';
import { $talk, type Talk } from './talk';

/** What the question asks about that stands at the end, if one does and nothing has been said to it yet. */
export function askedAbout({ messages, answers }: Talk): SectionName | null {
  const last = messages.at(-1);
  return answers.length === 0 && last?.role === 'copilot' ? (last.sections[0] ?? null) : null;
}

/** What helps with the question that waits: what becomes of the answer, and how others might answer. */
export function Asked({ session }: { readonly session: BriefSession }) {
  const talk = useStore($talk);
  const section = askedAbout(talk);
  if (section === null) return null;
  const replaces = inReview(session) && !isEmpty(draftOf(session, section));
  return (
    <div className="talk-column mb-2" data-testid="asked">
      {replaces && (
        <p className="mb-1 text-13 text-soft" role="status" data-testid="replaces">
          What you answer takes the place of what you have said about it under “{specOf(section).label}”.
        </p>
      )}
      <Examples key={talk.messages.at(-1)?.id} section={section} />
    </div>
  );
}

function Examples({ section }: { readonly section: SectionName }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-text btn-small -ml-2" aria-expanded={open} aria-controls="examples" onClick={() => setOpen(!open)} data-testid="examples">
        {open ? 'Hide the examples' : 'How might others answer?'}
      </button>
      <dl id="examples" hidden={!open} className="examples">
        {open &&
          EXAMPLES[section].map(({ who, words }) => (
            <div key={who}>
              <dt>{who}</dt>
              <dd>“{words}”</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
