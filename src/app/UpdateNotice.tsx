import { useEffect, useState, type JSX } from 'react'
import { workOffline } from '../state/offline.ts'
import { Button } from '../ui/Button.tsx'

/** Tells of a newer version, and takes it when the person wants it: never in the middle of something. */
export function UpdateNotice(): JSX.Element | null {
  const [take, setTake] = useState<(() => void) | null>(null)
  useEffect(() => workOffline('./', (update) => setTake(() => update)), [])
  if (take === null) return null
  return (
    <div className="update" role="status">
      <span>
        A newer version of Millrace is ready. Loading it keeps your address, so a run comes back as it is.
      </span>
      <Button label="Load it" tone="strong" onClick={take} />
      <Button label="Later" tone="quiet" onClick={() => setTake(null)} />
    </div>
  )
}
