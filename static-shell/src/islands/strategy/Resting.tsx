import { useArrived } from '@/ui/useArrived';
import { comesAnew } from '@/lib/router';
import { openSession } from './session';

/** The Brief stands: the conversation rests until the owner has something to change. */
export function Resting() {
  useArrived(true);
  const talk = () => {
    comesAnew();
    void openSession({ anew: true });
  };
  return (
    <div className="document panel flex flex-col gap-4" data-testid="resting">
      <h1 className="text-20" tabIndex={-1}>
        Your Brief stands.
      </h1>
      <p className="max-w-[60ch] text-soft">Read it whenever you like. When something changes in your business, say so, and it changes here.</p>
      <p className="flex flex-wrap gap-3">
        <a href="/strategy/brief" className="btn btn-primary">
          Read your Brief
        </a>
        <button type="button" className="btn btn-quiet" onClick={talk} data-testid="talk-again">
          Talk about a change
        </button>
      </p>
    </div>
  );
}
