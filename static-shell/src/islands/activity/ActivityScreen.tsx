import { useStore } from '@nanostores/react';
import { useEffect, useMemo } from 'react';
import { byDay } from '@/lib/event-words';
import { $online } from '@/lib/http';
import { $me } from '@/lib/me';
import { explain } from '@/lib/problem';
import { $search } from '@/lib/router';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { Skeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { EventRow } from './EventRow';
import { type Asked, readFilter, searchOf } from './filter';
import { Filters } from './Filters';
import { isEdit, joined } from './rows';
import { $timeline, loadMore, loadTimeline, showTimeline, type Timeline } from './timeline';

/** Everything that happened in the workspace, newest first. */
export default function ActivityScreen() {
  const search = useStore($search);
  const me = useStore($me);
  const asked = useMemo(() => readFilter(search), [search]);
  const myId = me.kind === 'ready' ? me.me.id : '';
  useEffect(() => {
    if (asked.wrong.length === 0) showTimeline(asked.filter);
  }, [asked]);
  return (
    <div className="document panel" data-testid="activity">
      <h1 className="mb-4 text-20" tabIndex={-1}>
        Activity
      </h1>
      <Filters filter={asked.filter} myId={myId} />
      {asked.wrong.length === 0 ? <Shown asked={asked} myId={myId} /> : <Wrong wrong={asked.wrong} />}
    </div>
  );
}

function Everything() {
  return (
    <a href="/strategy/activity" className="btn btn-quiet mt-3" data-testid="activity-all">
      Show everything
    </a>
  );
}

/** The address asks for what there is not. Nothing is guessed in its place. */
function Wrong({ wrong }: { readonly wrong: readonly string[] }) {
  useArrived(true);
  return (
    <div role="alert" className="status tone-error" data-testid="activity-wrong">
      <p className="font-medium text-text">This address asks for something that cannot be shown.</p>
      {wrong.map((sentence, at) => (
        <p key={at} className="mt-1 break-words">
          {sentence}
        </p>
      ))}
      <Everything />
    </div>
  );
}

function Shown({ asked, myId }: { readonly asked: Asked; readonly myId: string }) {
  const timeline = useStore($timeline);
  // Until the effect has asked for it, what is there may be of the filter before.
  const isAsked = searchOf(timeline.filter) === searchOf(asked.filter);
  useArrived(isAsked && timeline.status !== 'loading');
  if (!isAsked || timeline.status === 'loading') return <Skeleton rows={6} inside />;
  if (timeline.status === 'failed') return <ErrorIsland title="The activity could not be loaded." fault={timeline.fault} onRetry={() => void loadTimeline()} inside />;
  if (timeline.events.length === 0) return <Empty filtered={searchOf(timeline.filter) !== ''} />;
  return <Days timeline={timeline} myId={myId} />;
}

function Days({ timeline, myId }: { readonly timeline: Timeline; readonly myId: string }) {
  const { events, next, fault, moreFault, loadingMore } = timeline;
  const online = useStore($online);
  const days = useMemo(() => byDay(events, new Date()).map((day) => ({ ...day, rows: joined(day.events) })), [events]);
  const oldest = events.at(-1);
  return (
    <>
      {fault !== null && <ErrorIsland title="This is what had happened when you looked last." fault={fault} onRetry={() => void loadTimeline()} inside />}
      {days.map(({ key, label, rows }) => (
        <section key={key} className="mb-8 last:mb-0" aria-labelledby={`day-${key}`}>
          <h2 id={`day-${key}`} className="section-label mb-1">
            {label}
          </h2>
          <ul>
            {rows.map((row) => (
              <EventRow key={row.events[0].id} row={row} myId={myId} goesOn={next !== null && row.events.at(-1) === oldest && isEdit(row.events[0])} />
            ))}
          </ul>
        </section>
      ))}
      {moreFault !== null && (
        <p role="alert" className="mb-2 text-13 text-error">
          {explain(moreFault)}
        </p>
      )}
      {next !== null && (
        <button type="button" className="btn btn-quiet" disabled={loadingMore || !online} onClick={() => void loadMore()} data-testid="activity-earlier">
          {loadingMore ? 'One moment…' : online ? 'Earlier' : 'Earlier ones come when you are online'}
        </button>
      )}
    </>
  );
}

function Empty({ filtered }: { readonly filtered: boolean }) {
  return filtered ? (
    <div className="text-soft" data-testid="activity-no-match">
      <p>Nothing that happened matches this.</p>
      <Everything />
    </div>
  ) : (
    <p className="text-soft" data-testid="activity-none">
      Nothing has happened yet. What you and Xentri do will stand here.
    </p>
  );
}
