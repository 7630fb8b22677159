import type { JSX } from 'react'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/icons.tsx'
import { useLab, useStage } from './context.ts'

/** What the person must be told: refusals, and what was set right. Each stays until it is closed. */
export function Notices(): JSX.Element {
  const { controller } = useStage()
  const notices = useLab((state) => state.notices)
  const announcement = useLab((state) => state.announcement)
  return (
    <>
      <div className="notices" role="status" aria-live="polite">
        {notices.map(({ id, tone, text }) => (
          <div key={id} className={`notice notice-${tone}`}>
            {tone === 'problem' && <Icon name="warning" />}
            <NoticeText lines={text.split('\n')} />
            <Button
              label="Dismiss"
              icon="close"
              iconOnly
              tone="quiet"
              onClick={() => controller.dismiss(id)}
            />
          </div>
        ))}
      </div>
      <div className="visually-hidden" role="log" aria-live="polite" aria-label="What happens in the run">
        {announcement}
      </div>
    </>
  )
}

/** The first sentence; more of them wait behind a press, so that the picture stays in view. */
function NoticeText({ lines: [first, ...rest] }: { readonly lines: readonly string[] }): JSX.Element {
  return (
    <div>
      {first}
      {rest.length > 0 && (
        <details>
          <summary>and {rest.length} more</summary>
          {rest.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </details>
      )}
    </div>
  )
}

/** The session failed: nothing is lost, and one press brings the run back. */
export function Crashed(): JSX.Element | null {
  const { controller, addressOf } = useStage()
  const isOver = useLab((state) => state.status === 'over')
  const ending = useLab((state) => state.ending)
  if (!isOver) return null
  return (
    <div className="crashed" role="alert">
      <p>
        <b>The engine of this lab has stopped.</b> {ending}. The seed, the settings and every change you made
        are kept.
      </p>
      <p>
        <Button label="Restart the engine" tone="strong" onClick={() => void controller.reconnect()} />{' '}
        <a href={addressOf(controller.addressQuery(true))}>Link that leads here again</a>
      </p>
    </div>
  )
}
