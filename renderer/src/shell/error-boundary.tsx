import { Component, type ReactNode } from 'react';

type Props = { readonly children: ReactNode; readonly fallback: ReactNode; readonly resetOn: string };

/** A page that breaks must not take the window with it; going to another page tries anew. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override readonly state: { readonly broken: boolean } = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.broken && before.resetOn !== this.props.resetOn) this.setState({ broken: false });
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
