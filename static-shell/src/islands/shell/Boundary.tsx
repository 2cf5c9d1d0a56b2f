import { Component, type ReactNode } from 'react';
import { ErrorIsland } from '@/ui/ErrorIsland';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly fault: unknown;
}

/** A fault in one island stays in it: the frame and the other islands go on. */
export class Boundary extends Component<Props, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(fault: unknown): State {
    return { fault };
  }

  override render(): ReactNode {
    if (this.state.fault === null) return this.props.children;
    return <ErrorIsland title="This part of the page stopped." fault={this.state.fault} onRetry={() => this.setState({ fault: null })} />;
  }
}
