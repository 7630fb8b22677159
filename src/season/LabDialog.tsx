import type { JSX } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { isSwitch, useEchoed } from '../ui/echo.ts'
import type { LabMoment } from './data/episodes.ts'
import { LazyEpisodeLab } from './LazyEpisodeLab.tsx'

interface LabDialogProps {
  readonly lab: LabMoment
  readonly title: string
  readonly base: string
}

/** A button that opens an episode's lab over the slide: one stays where one is. */
export function LabDialog({ lab, title, base }: LabDialogProps): JSX.Element {
  const [open, setOpen] = useEchoed(`dialog.${lab.id}`, false, isSwitch)
  return (
    <>
      <Button label="Run it here" icon="play" aria-haspopup="dialog" onClick={() => setOpen(true)} />
      <Dialog title={title} open={open} onClose={() => setOpen(false)}>
        <LazyEpisodeLab lab={lab} base={base} />
      </Dialog>
    </>
  )
}
