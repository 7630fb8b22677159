import { useEffect, useRef, type JSX, type ReactNode } from 'react'
import { Button } from './Button.tsx'

interface DialogProps {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A modal window with a title and a way out: Close, Escape. */
export function Dialog({ title, open, onClose, children }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal()
    if (!open && dialog.current?.open === true) dialog.current.close()
  }, [open])
  return (
    <dialog ref={dialog} className="dialog" onClose={onClose} aria-label={title}>
      <header className="dialog-head">
        <h2>{title}</h2>
        <Button label="Close" icon="close" iconOnly tone="quiet" onClick={onClose} />
      </header>
      {open && children}
    </dialog>
  )
}
