import { useStore } from '@nanostores/react';
import { useEffect, useState } from 'react';
import type { Brief, BriefSession, SectionName } from '@/lib/api-types';
import { $online } from '@/lib/http';
import { Unreachable } from '@/lib/problem';
import { isEmpty, SECTION_NAMES, SECTIONS, specOf } from '@/lib/sections';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { Approve, listed } from './Approve';
import { $approvedNow, $brief, contentOf, loadBrief } from './brief';
import { changedSections } from './changes';
import { inReview } from './NextStep';
import { Resting } from './Resting';
import { ReviewSection } from './ReviewSection';
import { $session, draftOf, isDecided, openSession } from './session';

/** The draft as a document: read, accept, edit or ask again, section by section; then approve. */
export default function ReviewScreen() {
  const store = useStore($session);
  const approved = useStore($approvedNow);
  useEffect(() => void openSession(), []);
  switch (store.kind) {
    case 'loading':
      return <ScreenSkeleton screen="review" />;
    case 'failed':
      return <ErrorIsland title="The draft could not be opened." fault={store.fault} onRetry={() => void openSession()} />;
    case 'resting':
      // Approved just now, its Brief is on its way: nothing else arrives before it.
      return approved ? <ScreenSkeleton screen="brief" /> : <Resting />;
    case 'open':
      return inReview(store.session) ? <AgainstBrief session={store.session} /> : <NotYet />;
  }
}

/** Where a Brief stands already, only what the draft would change in it is asked about. */
function AgainstBrief({ session }: { readonly session: BriefSession }) {
  const store = useStore($brief);
  const online = useStore($online);
  useEffect(() => void loadBrief(), [online]);
  switch (store.kind) {
    case 'loading':
      return <ScreenSkeleton screen="review" />;
    case 'failed':
      // Without a network the draft can be read all the same; nothing can be decided then.
      if (store.fault instanceof Unreachable) return <Review session={session} brief={null} />;
      return <ErrorIsland title="The draft could not be compared with your Brief." fault={store.fault} onRetry={() => void loadBrief()} />;
    case 'none':
      return <Review session={session} brief={null} />;
    case 'ready':
      return <Review session={session} brief={store.brief} />;
  }
}

function NotYet() {
  useArrived(true);
  return (
    <div className="document panel">
      <h1 className="text-20" tabIndex={-1}>
        There is no draft to review yet.
      </h1>
      <p className="mt-2 text-soft">It comes out of the conversation, once enough is known.</p>
      <a href="/strategy" className="btn btn-primary mt-4">
        Go on talking
      </a>
    </div>
  );
}

function Review({ session, brief }: { readonly session: BriefSession; readonly brief: Brief | null }) {
  useArrived(true);
  const asked = changedSections(session, brief);
  // What was shown stays, also where an edit gives it back the words that it had.
  const [begun] = useState(asked);
  const [all, setAll] = useState(false);
  const others = SECTION_NAMES.filter((name) => !asked.includes(name) && !begun.includes(name));
  const undecided = asked.filter((name) => !isDecided(session, name));
  return (
    <div className="document panel" data-testid="review">
      <h1 className="document-title" tabIndex={-1}>
        {brief === null ? 'Your Brief, drafted' : 'What changes in your Brief'}
      </h1>
      <p className="mt-2 mb-8 max-w-[60ch] text-soft">{introOf(brief, asked.length)}</p>
      {SECTIONS.filter(({ name }) => all || !others.includes(name)).map((spec) => (
        <ReviewSection key={spec.name} spec={spec} session={session} before={brief === null ? null : contentOf(brief, spec.name)} />
      ))}
      {others.length > 0 && (
        <div className="document-section no-print">
          <p className="text-soft">Nothing changes in {others.length === SECTION_NAMES.length ? 'any section' : listed(others)}.</p>
          <button type="button" className="btn btn-text mt-1 -ml-2" aria-expanded={all} onClick={() => setAll(!all)} data-fold="" data-testid="show-unchanged">
            {all ? 'Show only what changes' : 'Show that, too'}
          </button>
        </div>
      )}
      <Assumptions session={session} sections={asked} />
      <Approve
        undecided={undecided}
        acceptable={undecided.filter((name) => brief !== null || !isEmpty(draftOf(session, name)))}
        isAllDecided={(now) => changedSections(now, brief).every((name) => isDecided(now, name))}
        onChanged={() => void loadBrief()}
      />
    </div>
  );
}

function introOf(brief: Brief | null, changes: number): string {
  if (brief === null) return 'Everything below comes from what you said. Accept what is right, change what is not. Nothing counts until you approve.';
  if (changes === 0) return 'Nothing is different from the Brief that stands.';
  return 'What is struck out goes, what is underlined comes. Only that is asked about, and nothing counts until you approve.';
}

function Assumptions({ session, sections }: { readonly session: BriefSession; readonly sections: readonly SectionName[] }) {
  const all = sections.flatMap((name) =>
    draftOf(session, name)
      .statements.filter((statement) => statement.source === 'assumption')
      .map((statement) => ({ name, statement })),
  );
  if (all.length === 0) return null;
  return (
    <section className="document-section" aria-labelledby="assumptions">
      <h2 id="assumptions" className="section-label mb-2">
        Assumptions
      </h2>
      <p className="mb-2 text-soft">You did not say these; they follow from what you said. Correct the ones that are wrong.</p>
      <ul className="flex flex-col gap-1">
        {all.map(({ name, statement }) => (
          <li key={statement.id}>
            <span className="assumed" dir="auto">
              {statement.text}
            </span>{' '}
            <span className="text-13 text-muted">{specOf(name).label}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
