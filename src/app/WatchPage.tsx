import { useCallback, useEffect, useState, type JSX } from 'react'
import { useStore } from 'zustand'
import { LabOf } from '../labs/LabOf.tsx'
import { BesideSlide } from '../season/BesideSlide.tsx'
import type { StageController } from '../stage/controller.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { LabStage } from '../stage/LabStage.tsx'
import { readLabAddress } from '../state/lab-address.ts'
import { Button } from '../ui/Button.tsx'
import { deck } from './deck-store.ts'
import { offerCommands } from './LabPage.tsx'
import { absolute, labRoute } from './route.ts'
import { Watch } from './watch.ts'

/** The slides, and beside them the whole lab of the slide that is on, moved by it. */
export function WatchPage(): JSX.Element {
  const [watch] = useState(() => new Watch())
  useEffect(() => {
    deck.setState({ open: true, page: true })
    return watch.open(deck.getState().session)
  }, [watch])
  return <Watched watch={watch} />
}

function Watched({ watch }: { readonly watch: Watch }): JSX.Element {
  const { shown, slide, isOnSlide, isOwn } = useStore(watch.store)
  const following = isOnSlide || isOwn ? shown : null
  return (
    <article className="lab-page watch-page">
      <WatchLine watch={watch} />
      {following === null ? (
        <BesideSlide key={slide} slide={slide ?? 1 /* the slides begin there */} />
      ) : (
        <LabOf id={following.lab}>
          {(lab) => <WatchedLab watch={watch} lab={lab} query={following.query} />}
        </LabOf>
      )}
    </article>
  )
}

interface WatchedLabProps {
  readonly watch: Watch
  readonly lab: AnyLab
  /** How the slide had the lab when it came on. */
  readonly query: string
}

function WatchedLab({ watch, lab, query }: WatchedLabProps): JSX.Element {
  const [start] = useState(() => ({
    address: { ...readLabAddress(query, lab).address, time: 0 },
    autoplay: false,
  }))
  const [controller, setController] = useState<StageController | null>(null)
  const isOwn = useStore(watch.store, (state) => state.isOwn)
  useEffect(
    () => (controller === null || isOwn ? undefined : watch.attach(controller)),
    [watch, controller, isOwn],
  )
  useEffect(() => (controller === null ? undefined : offerCommands(controller)), [controller])
  const addressOf = useCallback((found: string) => absolute(labRoute(lab.id, found)), [lab])
  return <LabStage lab={lab} start={start} ownsKeys addressOf={addressOf} onController={setController} />
}

/** Says who moves the lab: the slides, or the person; and why it does not move. */
function WatchLine({ watch }: { readonly watch: Watch }): JSX.Element {
  const { contact, slide, isOnSlide, isOnFile, isOwn } = useStore(watch.store)
  const isOpen = useStore(deck, (state) => state.open)
  return (
    <p className={isOwn ? 'watch-line watch-own' : 'watch-line'} role="status">
      <span>{tell()}</span>
      {isOwn && <Button label="Follow again" tone="strong" onClick={() => watch.followAgain()} />}
      {!isOpen && <Button label="Open the slides" onClick={() => deck.setState({ open: true })} />}
    </p>
  )

  function tell(): string {
    if (contact === 'deaf')
      return 'This browser lets no part of a page hear another one, so the lab can’t follow the slides.'
    if (isOwn) return 'This lab is yours: you changed it, and the slides no longer move it.'
    if (contact === 'left' || !isOpen) return 'The slides are closed.'
    if (contact === 'silent') return 'The slides no longer answer.'
    if (slide === null) return 'Waiting for the slides…'
    if (isOnFile)
      return `The lab of slide ${slide} runs on a file that was opened there. Files stay where they are opened, so this one stands as it was before.`
    if (isOnSlide) return `Follows the slides: this is the lab of slide ${slide}, in the same state.`
    return `Follows the slides: slide ${slide} has no lab of its own. Below is what belongs to it.`
  }
}
