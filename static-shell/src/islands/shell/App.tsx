import { useStore } from '@nanostores/react';
import { $online } from '@/lib/http';
import type { Route } from '@/lib/routes';
import { $route } from '@/lib/router';
import { $tab } from '@/lib/tab';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { Boundary } from './Boundary';
import { NoWorkspace } from './NoWorkspace';
import { Overlay } from './Overlay';
import { $screen, openScreen } from './screens';
import { SignedOutNow } from './SignedOutNow';
import { Taken } from './Taken';
import { TwoPeople } from './TwoPeople';

/** The one island inside the frame: shows the screen of the current route, and nothing of it once the tab is closed. */
export function App() {
  const tab = useStore($tab);
  switch (tab.kind) {
    case 'open':
      return (
        <>
          <OpenScreen />
          <Overlay />
        </>
      );
    case 'taken':
      return <Taken />;
    case 'no_workspace':
      return <NoWorkspace />;
    case 'two_people':
      return <TwoPeople />;
    case 'left':
      return <SignedOutNow />;
  }
}

function ScreenOnItsWay() {
  const route = useStore($route);
  return (
    <div className="screen">
      <ScreenSkeleton screen={route?.screen ?? 'conversation'} />
    </div>
  );
}

/** The file may be gone for good, and asked for in vain by this page alone: a new page asks afresh. Without a network there is no new page. */
function loadAgain(route: Route): void {
  if ($online.get()) location.reload();
  else openScreen(route);
}

function OpenScreen() {
  const screen = useStore($screen);
  switch (screen.kind) {
    case 'loading':
      return <ScreenOnItsWay />;
    case 'failed':
      return <ErrorIsland title="This screen could not be loaded." fault={screen.fault} onRetry={() => loadAgain(screen.route)} />;
    case 'ready':
      return (
        <Boundary key={screen.route.path}>
          <div className="screen screen-in">
            <screen.Screen />
          </div>
        </Boundary>
      );
  }
}
