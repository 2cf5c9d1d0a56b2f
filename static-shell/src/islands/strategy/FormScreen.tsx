import { useStore } from '@nanostores/react';
import { useEffect, useState } from 'react';
import type { BriefSession } from '@/lib/api-types';
import { newKey } from '@/lib/http';
import { saveOpenEdits } from '@/lib/open-edits';
import { explain, NotSaved } from '@/lib/problem';
import { navigate } from '@/lib/router';
import { SECTIONS } from '@/lib/sections';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { ProgressDot } from '@/ui/ProgressDot';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { inReview } from './NextStep';
import { Resting } from './Resting';
import { draftNeeds } from './ReviewSection';
import { SectionEditor } from './SectionEditor';
import { $session, openNow, openSession } from './session';
import { draftNow } from './talk';

/** The Brief as a form, filled with what is known: by choice, or when the co-pilot does not answer. */
export default function FormScreen() {
  const store = useStore($session);
  useEffect(() => void openSession(), []);
  switch (store.kind) {
    case 'loading':
      return <ScreenSkeleton screen="form" />;
    case 'failed':
      return <ErrorIsland title="The form could not be opened." fault={store.fault} onRetry={() => void openSession()} />;
    case 'resting':
      return <Resting />;
    case 'open':
      return <Form session={store.session} />;
  }
}

function Form({ session }: { readonly session: BriefSession }) {
  useArrived(true);
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const review = async () => {
    setBusy(true);
    setFault(null);
    try {
      if (!(await saveOpenEdits())) throw new NotSaved();
      if (!inReview(openNow())) await draftNow(key);
      navigate('/strategy/review');
    } catch (problem) {
      setFault(problem);
      setBusy(false);
    }
  };
  return (
    <div className="document panel" data-testid="form">
      <h1 className="document-title" tabIndex={-1}>
        Your Brief as a form
      </h1>
      <p className="mt-2 mb-8 max-w-[60ch] text-soft">
        What you said so far is filled in. Everything is saved as you type; you can{' '}
        <a href="/strategy" className="link">
          go back to the conversation
        </a>{' '}
        at any time.
      </p>
      {SECTIONS.map((spec) => (
        <section key={spec.name} className="document-section" aria-labelledby={`form-${spec.name}`}>
          <h2 id={`form-${spec.name}`} className="mb-3 flex items-center gap-2 text-16">
            <ProgressDot progress={session.progress[spec.name]} />
            {spec.label}
          </h2>
          <SectionEditor needs={draftNeeds(session, spec)} />
        </section>
      ))}
      <div className="border-t border-line-subtle pt-4">
        <button type="button" className="btn btn-primary" disabled={busy} onClick={() => void review()} data-testid="form-review">
          {busy ? 'One moment…' : 'Review your Brief'}
        </button>
        {fault !== null && (
          <p className="mt-2 text-13 text-error" role="alert">
            {explain(fault)}
          </p>
        )}
      </div>
    </div>
  );
}
