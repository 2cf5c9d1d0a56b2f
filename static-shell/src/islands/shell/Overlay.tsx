import { useStore } from '@nanostores/react';
import { type ComponentType, useEffect, useState } from 'react';
import { explain, Missing } from '@/lib/problem';
import { say } from '@/lib/toast';
import { $overlay } from './overlay';

/** Its file is fetched when it is first asked for. */
export function Overlay() {
  const what = useStore($overlay);
  const [Loaded, setLoaded] = useState<ComponentType | null>(null);
  const wanted = what !== 'none';
  useEffect(() => {
    if (!wanted || Loaded !== null) return;
    import('./Commands').then(
      (module) => setLoaded(() => module.default),
      (fault: unknown) => {
        $overlay.set('none');
        say(explain(new Missing(fault)));
      },
    );
  }, [wanted, Loaded]);
  return Loaded === null ? null : <Loaded />;
}
