import { useStore } from '@nanostores/react';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { Skeleton } from '@/ui/Skeleton';
import { Boundary } from './Boundary';
import { $screen, openScreen } from './screens';

/** The one island inside the frame: shows the screen of the current route. */
export function App() {
  const screen = useStore($screen);
  switch (screen.kind) {
    case 'loading':
      return <Skeleton />;
    case 'failed':
      return <ErrorIsland title="This screen could not be loaded." fault={screen.fault} onRetry={() => openScreen(screen.route)} />;
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
