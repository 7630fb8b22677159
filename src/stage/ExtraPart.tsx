import { Suspense, useState, type JSX } from 'react'
import { Boundary } from './Boundary.tsx'
import { useStage } from './context.ts'

/** A lab's own part of the page. Closed at first; its code is loaded when it is opened, and it ends when it is closed. */
export function ExtraPart(): JSX.Element | null {
  const { extra } = useStage().controller.lab
  const [isOpen, setOpen] = useState(false)
  if (extra === undefined) return null
  const { title, summary, Part } = extra
  return (
    <details className="extra" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{title}</b> <span className="muted">{summary}</span>
      </summary>
      {isOpen && (
        <Boundary failure="This part could not be loaded." onRetry={() => Part.retry()}>
          <Suspense fallback={<p className="muted">Loading…</p>}>
            <Part />
          </Suspense>
        </Boundary>
      )}
    </details>
  )
}
