import { useCallback, useEffect, useMemo, useRef, useState, type JSX } from 'react'
import { notify } from '../state/lab-store.ts'
import { readLabAddress } from '../state/lab-address.ts'
import { LabStage } from '../stage/LabStage.tsx'
import type { StageController } from '../stage/controller.ts'
import type { AnyLab } from '../stage/define-lab.ts'
import { prefersCalm } from '../state/preferences.ts'
import { palette } from './palette-store.ts'
import { absolute, labRoute, noteRoute } from './route.ts'

const NOTE_AFTER_MS = 300

interface LabPageProps {
  readonly lab: AnyLab
  readonly query: string
}

/** A lab on a page of its own, with its address kept up to date. */
export function LabPage({ lab, query }: LabPageProps): JSX.Element {
  const reading = useMemo(() => readLabAddress(query, lab), [query, lab])
  const start = { address: reading.address, autoplay: reading.address.time === null && !prefersCalm() }
  const [controller, setController] = useState<StageController | null>(null)
  const visited = useRef(query)

  useEffect(() => {
    if (controller === null) return
    for (const complaint of reading.complaints)
      notify(controller.store, 'problem', `In the address: ${complaint}.`)
  }, [controller, reading])

  // The person went to another address of the same lab: a typed one, a link, or Back.
  useEffect(() => {
    if (controller === null || visited.current === query) return
    visited.current = query
    void controller.visit({ address: reading.address, autoplay: false })
  }, [controller, query, reading])

  useEffect(() => (controller === null ? undefined : keepAddress(controller)), [controller])
  useEffect(() => (controller === null ? undefined : offerCommands(controller)), [controller])

  const addressOf = useCallback((found: string) => absolute(labRoute(lab.id, found)), [lab])
  return (
    <article className="lab-page">
      <LabStage lab={lab} start={start} ownsKeys addressOf={addressOf} onController={setController} />
    </article>
  )
}

/** Notes in the address bar what would be sent: the settings at once, the moment when it stands still. */
function keepAddress(controller: StageController): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const note = (): void => {
    const { playing, status } = controller.store.getState()
    if (status === 'ready') noteRoute(labRoute(controller.lab.id, controller.addressQuery(!playing)))
  }
  const unsubscribe = controller.store.subscribe((state, before) => {
    if (state.now !== before.now && state.playing) return
    clearTimeout(timer)
    timer = setTimeout(note, NOTE_AFTER_MS)
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }
}

/** The stage's commands in the palette, while it is here. */
export function offerCommands(controller: StageController): () => void {
  const commands = [
    { id: 'play', label: 'Play or pause', run: () => controller.togglePlay() },
    { id: 'restart', label: 'Restart', run: () => controller.restart() },
    { id: 'seed', label: 'New seed', run: () => controller.newSeed() },
    { id: 'compare', label: 'Compare', run: () => controller.togglePanel('compare') },
    { id: 'check', label: 'Check it', run: () => controller.togglePanel('check') },
    { id: 'help', label: 'Keys and controls', run: () => controller.togglePanel('help') },
  ].map((command) => ({ ...command, group: 'This lab' }))
  palette.setState({ pageCommands: commands })
  return () => palette.setState({ pageCommands: [] })
}
