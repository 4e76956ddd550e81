import { Component, type ReactNode } from 'react';

type Props = { readonly otherwise: ReactNode; readonly children: ReactNode };

/** What cannot be drawn, for whatever reason, is described. */
export class Fallible extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}
