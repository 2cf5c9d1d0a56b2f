import { useEffect } from 'react';
import { arrived } from '@/lib/router';

/** Tells the router that this screen's content stands, so that scroll and focus can come back. */
export function useArrived(ready: boolean): void {
  useEffect(() => {
    if (ready) arrived();
  }, [ready]);
}
