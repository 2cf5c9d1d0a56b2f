import { useStore } from '@nanostores/react';
import { useEffect } from 'react';
import type { BriefSession } from '@/lib/api-types';
import { isEmpty, SECTION_NAMES, SECTIONS, specOf } from '@/lib/sections';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { Approve } from './Approve';
import { inReview } from './NextStep';
import { Resting } from './Resting';
import { ReviewSection } from './ReviewSection';
import { $session, draftOf, isDecided, openSession } from './session';

/** The draft as a document: read, accept, edit or ask again, section by section; then approve. */
export default function ReviewScreen() {
  const store = useStore($session);
  useEffect(() => void openSession(), []);
  switch (store.kind) {
    case 'loading':
      return <ScreenSkeleton screen="review" />;
    case 'failed':
      return <ErrorIsland title="The draft could not be opened." fault={store.fault} onRetry={() => void openSession()} />;
    case 'resting':
      return <Resting />;
    case 'open':
      return inReview(store.session) ? <Review session={store.session} /> : <NotYet />;
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

function Review({ session }: { readonly session: BriefSession }) {
  useArrived(true);
  const undecided = SECTION_NAMES.filter((name) => !isDecided(session, name));
  return (
    <div className="document panel" data-testid="review">
      <h1 className="document-title" tabIndex={-1}>
        Your Brief, drafted
      </h1>
      <p className="mt-2 mb-8 max-w-[60ch] text-soft">Everything below comes from what you said. Accept what is right, change what is not. Nothing counts until you approve.</p>
      {SECTIONS.map((spec) => (
        <ReviewSection key={spec.name} spec={spec} session={session} />
      ))}
      <Assumptions session={session} />
      <Approve undecided={undecided} acceptable={undecided.filter((name) => !isEmpty(draftOf(session, name)))} />
    </div>
  );
}

function Assumptions({ session }: { readonly session: BriefSession }) {
  const all = SECTION_NAMES.flatMap((name) =>
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
