import { useStore } from '@nanostores/react';
import { useEffect } from 'react';
import { $brief, loadBrief } from '@/islands/strategy/brief';
import { $route } from '@/lib/router';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { businessOf, promiseOf } from './promises';

/** A category that is not active: what it will do for this business. Nothing to enter, nothing to buy. */
export default function QuietScreen() {
  const route = useStore($route);
  const store = useStore($brief);
  useEffect(() => void loadBrief(), []);
  useArrived(store.kind !== 'loading');
  const category = route?.category ?? null;
  if (category === null || category === 'strategy') return null;
  // In general words first and the owner's own a moment later, the text would change under the reader's eyes.
  if (store.kind === 'loading') return <ScreenSkeleton screen="quiet" />;
  const brief = store.kind === 'ready' ? store.brief : null;
  const promise = promiseOf(category, businessOf(brief));
  return (
    <div className="document panel" data-testid={`quiet-${category}`}>
      <p className="mb-6 status text-13 text-muted">Not active yet</p>
      <h1 className="max-w-[32ch] text-20" tabIndex={-1}>
        {promise.opening}
      </h1>
      <ul className="mt-6 flex max-w-[60ch] flex-col gap-3 text-16 text-soft">
        {promise.points.map((point) => (
          <li key={point} className="border-t border-line-subtle pt-3" dir="auto">
            {point}
          </li>
        ))}
      </ul>
      {store.kind === 'none' && (
        <p className="mt-8 text-soft">
          It will know more once there is a{' '}
          <a className="link" href="/strategy">
            Brief
          </a>
          .
        </p>
      )}
      {store.kind === 'ready' && (
        <p className="mt-8 text-13 text-muted">
          Taken from{' '}
          <a className="link" href="/strategy/brief">
            your Brief
          </a>
          , version {store.brief.version}.
        </p>
      )}
    </div>
  );
}
