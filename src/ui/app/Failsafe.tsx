/** Stands in for a page that could not be drawn: never a blank one. What was open stays in the worker until the reload. */

import { Component } from 'react';
import type { ReactNode } from 'react';
import css from './Failsafe.module.css';

interface FailsafeState {
  readonly failure: string | null;
}

export class Failsafe extends Component<{ readonly children: ReactNode }, FailsafeState> {
  override state: FailsafeState = { failure: null };

  static getDerivedStateFromError(error: unknown): FailsafeState {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <main className={css.page}>
        <h1>BTF Explorer could not draw this page</h1>
        <p>This is a defect. The address says what was shown; a report with it and these words helps:</p>
        <pre className={css.words}>{failure}</pre>
        <div className={css.ways}>
          <button type="button" onClick={() => this.setState({ failure: null })}>
            Try again
          </button>
          <button type="button" onClick={() => location.reload()}>
            Reload
          </button>
        </div>
      </main>
    );
  }
}
