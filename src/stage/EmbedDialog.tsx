import { useState, type JSX } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useStage } from './context.ts'

/** What an embedded stage may go without: the part, and what it is called. */
const PARTS = [
  ['scenarios', 'the scenarios'],
  ['transport', 'the controls of time'],
] as const

const HEIGHT = 640

interface EmbedDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** The lines of HTML that put this very moment of the run into another page, with less around it if wanted. */
export function EmbedDialog({ open, onClose }: EmbedDialogProps): JSX.Element {
  const { controller, addressOf } = useStage()
  const [hidden, setHidden] = useState<readonly string[]>([])
  const [said, setSaid] = useState('')
  const html = open ? frameOf(controller.lab.title, addressOf(controller.addressQuery(true)), hidden) : ''

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(html)
      setSaid('Copied.')
    } catch {
      setSaid('The browser does not let this page write to the clipboard: copy the text above.')
    }
  }

  return (
    <Dialog
      title="Embed this"
      open={open}
      onClose={() => {
        setSaid('')
        onClose()
      }}
    >
      <p>
        These lines show the lab in a page of yours, from this moment on, with these settings and this seed.
      </p>
      {PARTS.map(([part, label]) => (
        <label key={part} className="option">
          <input
            type="checkbox"
            checked={!hidden.includes(part)}
            onChange={(event) =>
              setHidden(event.target.checked ? hidden.filter((other) => other !== part) : [...hidden, part])
            }
          />
          Show {label}
        </label>
      ))}
      <textarea className="wide" readOnly rows={5} aria-label="HTML" value={html} />
      <p>
        <Button label="Copy" tone="strong" onClick={() => void copy()} /> <span role="status">{said}</span>
      </p>
    </Dialog>
  )
}

/** An iframe with the lab's address as an embedded page has it. */
function frameOf(title: string, address: string, hidden: readonly string[]): string {
  const embedded = address.replace('#/lab/', '#/embed/')
  const mark = embedded.includes('?') ? '&' : '?'
  const source = hidden.length === 0 ? embedded : `${embedded}${mark}hide=${hidden.join(',')}`
  return `<iframe title="Millrace: ${title}" src="${source.replaceAll('&', '&amp;')}" width="100%" height="${HEIGHT}" style="border: 0" allow="fullscreen; clipboard-write"></iframe>`
}
