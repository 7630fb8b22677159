import { useState, type JSX } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useStage } from './context.ts'

const SAID_FOR_MS = 2_000

/** Copies the address of exactly this moment. Where the clipboard is closed to us, it shows the address instead. */
export function CopyLink(): JSX.Element {
  const { controller, addressOf } = useStage()
  const [copied, setCopied] = useState(false)
  const [shown, setShown] = useState<string | null>(null)

  const copy = async (): Promise<void> => {
    const address = addressOf(controller.addressQuery(true))
    controller.note('link-copied')
    try {
      await navigator.clipboard.writeText(address)
      setCopied(true)
      setTimeout(() => setCopied(false), SAID_FOR_MS)
    } catch {
      setShown(address)
    }
  }

  return (
    <>
      <Button label="Copy link" icon={copied ? 'check' : 'link'} onClick={() => void copy()} />
      <span className="visually-hidden" role="status">
        {copied ? 'The link was copied' : ''}
      </span>
      <Dialog title="Copy this link" open={shown !== null} onClose={() => setShown(null)}>
        <p>The browser does not let this page write to the clipboard. Here is the link:</p>
        <input
          className="wide"
          readOnly
          value={shown ?? ''}
          aria-label="Link"
          onFocus={(event) => event.target.select()}
        />
      </Dialog>
    </>
  )
}
