import type { JSX } from 'react'
import type { LaneId, MeasureId } from '../../engine/ingest/lab/codes.ts'
import { useStage } from '../../stage/context.ts'
import { grouped } from './words.ts'

interface AskProps {
  readonly lane: LaneId
  readonly measure: MeasureId
  readonly value: number
  /** What the number is, for those who do not see where it stands. */
  readonly name: string
}

/** A number that lists the events behind it when it is pressed, as those in the table do. */
export function Ask({ lane, measure, value, name }: AskProps): JSX.Element {
  const { controller } = useStage()
  const ask = async (): Promise<void> => {
    await controller.explain(lane, measure)
    // The list stands below the table of measures.
    requestAnimationFrame(() => document.querySelector('.explanation')?.scrollIntoView({ block: 'nearest' }))
  }
  return (
    <button type="button" className="ask" title="The events behind this number" onClick={() => void ask()}>
      <span className="visually-hidden">{name}: </span>
      {grouped(value)}
    </button>
  )
}
