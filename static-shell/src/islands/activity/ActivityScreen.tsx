import { useStore } from '@nanostores/react';
import { useEffect } from 'react';
import { byDay, EVENT_KINDS } from '@/lib/event-words';
import { $me } from '@/lib/me';
import { explain } from '@/lib/problem';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { Skeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { EventRow } from './EventRow';
import { $timeline, filterBy, loadMore, loadTimeline, type Timeline } from './timeline';

/** Everything that happened in the workspace, newest first. */
export default function ActivityScreen() {
  const timeline = useStore($timeline);
  useEffect(() => void loadTimeline(), []);
  useArrived(timeline.status !== 'loading');
  return (
    <div className="document panel" data-testid="activity">
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="text-20" tabIndex={-1}>
          Activity
        </h1>
        <Filter type={timeline.type} />
      </div>
      <Content timeline={timeline} />
    </div>
  );
}

function Filter({ type }: { readonly type: string | null }) {
  return (
    <label className="flex items-center gap-2 text-13 text-soft">
      Show
      <select className="input w-auto!" value={type ?? ''} onChange={(event) => filterBy(event.target.value === '' ? null : event.target.value)} data-testid="activity-filter">
        <option value="">Everything</option>
        {EVENT_KINDS.map((kind) => (
          <option key={kind.type} value={kind.type}>
            {kind.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Content({ timeline }: { readonly timeline: Timeline }) {
  const me = useStore($me);
  if (timeline.status === 'loading') return <Skeleton rows={6} inside />;
  if (timeline.status === 'failed') return <ErrorIsland title="The activity could not be loaded." fault={timeline.fault} onRetry={() => void loadTimeline()} inside />;
  if (timeline.events.length === 0) return <Empty filtered={timeline.type !== null} />;
  const myId = me.kind === 'ready' ? me.me.id : '';
  return (
    <>
      {timeline.fault !== null && <ErrorIsland title="This is what had happened when you looked last." fault={timeline.fault} onRetry={() => void loadTimeline()} inside />}
      {byDay(timeline.events, new Date()).map((day) => (
        <section key={day.key} className="mb-8 last:mb-0" aria-labelledby={`day-${day.key}`}>
          <h2 id={`day-${day.key}`} className="section-label mb-1">
            {day.label}
          </h2>
          <ul>
            {day.events.map((event) => (
              <EventRow key={event.id} event={event} myId={myId} />
            ))}
          </ul>
        </section>
      ))}
      {timeline.moreFault !== null && (
        <p role="alert" className="mb-2 text-13 text-error">
          {explain(timeline.moreFault)}
        </p>
      )}
      {timeline.next !== null && (
        <button type="button" className="btn btn-quiet" disabled={timeline.loadingMore} onClick={() => void loadMore()} data-testid="activity-earlier">
          {timeline.loadingMore ? 'One moment…' : 'Earlier'}
        </button>
      )}
    </>
  );
}

function Empty({ filtered }: { readonly filtered: boolean }) {
  return filtered ? (
    <div className="text-soft">
      <p>Nothing of this kind has happened yet.</p>
      <button type="button" className="btn btn-quiet mt-3" onClick={() => filterBy(null)}>
        Show everything
      </button>
    </div>
  ) : (
    <p className="text-soft">Nothing has happened yet. What you and Xentri do will stand here.</p>
  );
}
