import { Component, type ReactNode } from 'react'

/** A page that breaks says so and offers ways on; never a blank page. */
export class AppBoundary extends Component<
  { readonly children: ReactNode },
  { readonly problem: string | null }
> {
  override state: { readonly problem: string | null } = { problem: null }

  static getDerivedStateFromError(error: unknown): { readonly problem: string } {
    return { problem: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { problem } = this.state
    if (problem === null) return this.props.children
    return (
      <section className="lost" role="alert">
        <h1>This page broke.</h1>
        <p>
          What it said: <code>{problem}</code>
        </p>
        <p>Your address still holds the seed, the settings and the moment, so nothing of a run is lost.</p>
        <p>
          <button type="button" className="button button-strong" onClick={() => location.reload()}>
            Load it again
          </button>{' '}
          <a href="#/">or go to the start</a>
        </p>
      </section>
    )
  }
}
