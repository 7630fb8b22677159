import { Component, type ReactNode } from 'react'

interface BoundaryProps {
  /** What to say when it fails. */
  readonly failure: string
  readonly onRetry: () => void
  readonly children: ReactNode
}

/** A part that fails to draw says so in its own place; the rest of the stage stays. */
export class Boundary extends Component<BoundaryProps, { readonly problem: string | null }> {
  override state: { readonly problem: string | null } = { problem: null }

  static getDerivedStateFromError(error: unknown): { readonly problem: string } {
    return { problem: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { problem } = this.state
    if (problem === null) return this.props.children
    return (
      <div className="crashed" role="alert">
        <p>
          <b>{this.props.failure}</b> {problem}
        </p>
        <button
          type="button"
          className="button button-strong"
          onClick={() => {
            this.setState({ problem: null })
            this.props.onRetry()
          }}
        >
          Try again
        </button>
      </div>
    )
  }
}
