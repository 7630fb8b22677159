import { memo, type JSX } from 'react'
import { HearPanel } from './HearPanel.tsx'
import { LoopbackPanel } from './LoopbackPanel.tsx'
import './style.css'

/** Beside the model, the real thing: the run as sound, and the browser's own jitter buffer under the same delays. */
export const RealThing = memo(function RealThing(): JSX.Element {
  return (
    <div className="real">
      <HearPanel />
      <LoopbackPanel />
    </div>
  )
})
