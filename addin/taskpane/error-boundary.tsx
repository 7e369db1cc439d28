import { Component, type ComponentChildren } from 'preact';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';

/** Where a bug in a view ends: one sentence and a way on. The error goes to the browser's own log. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(this: void) {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    reportError(error);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main class="page">
        <Message kind="error">
          Er ging iets mis in dit deelvenster. Uw werkmap is bewaard zoals die is. Laad het deelvenster
          opnieuw.
        </Message>
        <Button primary onClick={() => location.reload()}>
          Opnieuw laden
        </Button>
      </main>
    );
  }
}
