import { useState, type JSX } from 'react'
import { sentence, type Outcome } from '../../shared/outcome.ts'
import { askToPersist, storage } from '../../storage/client.ts'
import type { Kept, KeepRequest } from '../../storage/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import './style.css'

interface KeepLogProps {
  /** Hands over what is to be kept, as it is when the button is pressed: a partition's segment files. */
  readonly getLog: () => Promise<Outcome<KeepRequest>>
  readonly disabled?: boolean
  readonly onKept?: (kept: Kept) => void
}

/**
 * "Keep this log": stores segment files in the browser, and says whether they are really there. Any lab may show it; the
 * worker that does the work is started by the first press.
 */
export function KeepLog({ getLog, disabled = false, onKept }: KeepLogProps): JSX.Element {
  const [isBusy, setBusy] = useState(false)
  const [said, setSaid] = useState<{ readonly text: string; readonly isGood: boolean } | null>(null)

  const keep = async (): Promise<void> => {
    setBusy(true)
    setSaid(null)
    const log = await getLog()
    const kept = log.ok ? await storage().ask((remote) => remote.keep(log.value)) : log
    setBusy(false)
    if (!kept.ok) return setSaid({ text: `Not kept: ${sentence(kept.problem)}.`, isGood: false })
    onKept?.(kept.value)
    const { why } = kept.value
    if (why !== null)
      return setSaid({
        text: `Held in memory only, and gone when this page is closed: ${why}. Download it to have it for good.`,
        isGood: false,
      })
    void askToPersist()
    setSaid({ text: 'Kept in this browser: see “Kept logs” on the page “Log segments”.', isGood: true })
  }

  return (
    <span className="keep-log">
      <Button
        label={isBusy ? 'Keeping…' : 'Keep this log'}
        disabled={disabled || isBusy}
        onClick={() => void keep()}
      />
      <span role="status" className={said?.isGood === false ? 'keep-trouble' : 'muted'}>
        {said?.text}
      </span>
    </span>
  )
}
