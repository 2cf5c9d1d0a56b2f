const WIDTHS = ['w-1/3', 'w-3/4', 'w-2/3', 'w-1/2'];

/** The shape of what comes. It shows itself only after a second (see .skeleton). */
export function Skeleton({ rows = 4 }: { readonly rows?: number }) {
  return (
    <div className="skeleton mx-auto flex max-w-3xl flex-col gap-4 p-6">
      <span className="sr-only" role="status">
        Loading
      </span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} aria-hidden="true" className={`skeleton-bar ${WIDTHS[row % WIDTHS.length] ?? ''}`} />
      ))}
    </div>
  );
}
