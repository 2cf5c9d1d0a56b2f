import type { ScreenName } from '@/lib/routes';

const WIDTHS = ['w-1/3', 'w-3/4', 'w-2/3', 'w-1/2'];

interface Props {
  readonly rows?: number;
  /** Inside a panel, whose own space around it is enough. */
  readonly inside?: boolean;
}

/** The shape of what comes. It shows itself only after a second (see .skeleton). */
export function Skeleton({ rows = 4, inside = false }: Props) {
  return (
    <div className={`skeleton flex w-full flex-col gap-4 ${inside ? 'py-2' : 'mx-auto max-w-3xl p-6'}`}>
      <span className="sr-only" role="status">
        Loading
      </span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} aria-hidden="true" className={`skeleton-bar ${WIDTHS[row % WIDTHS.length] ?? ''}`} />
      ))}
    </div>
  );
}

/** A whole screen on its way: the panel that it comes in stands already. */
export function ScreenSkeleton({ screen }: { readonly screen: ScreenName }) {
  return screen === 'conversation' ? (
    <div className="talk panel">
      <Skeleton rows={6} />
    </div>
  ) : (
    <div className="document panel">
      <Skeleton rows={8} inside />
    </div>
  );
}
