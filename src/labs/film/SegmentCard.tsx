import type { JSX } from 'react'
import type { FilmFrame } from '../../engine/film/frame.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { tellSegment, type ChosenSegment } from './segment-story.ts'

interface SegmentCardProps {
  readonly frame: FilmFrame
  readonly chosen: ChosenSegment
  readonly onStep: (direction: 1 | -1) => void
  readonly onClose: () => void
}

/** The chosen segment: why it has its bitrate, how long it took, how long it waited. */
export function SegmentCard({ frame, chosen, onStep, onClose }: SegmentCardProps): JSX.Element {
  const story = tellSegment(chosen, frame)
  return (
    <Region name={`Segment ${chosen.number}`} className="segment-card">
      <div className="segment-head">
        <b>Segment {chosen.number}</b>
        <span className={`lane-name lane-${chosen.film.origin}`}>{chosen.film.name}</span>
        <Button label="The segment before" icon="previous" iconOnly onClick={() => onStep(-1)} />
        <Button label="The segment after" icon="next" iconOnly onClick={() => onStep(1)} />
        <Button label="Let go" icon="close" iconOnly tone="quiet" onClick={onClose} />
      </div>
      <div aria-live="polite">
        {story === null ? <p className="muted">It is out of view.</p> : <p>{story.join(' ')}</p>}
      </div>
    </Region>
  )
}
