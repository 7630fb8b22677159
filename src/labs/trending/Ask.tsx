import type { JSX } from 'react'
import type { LaneId, MeasureId } from '../../engine/ingest/lab/codes.ts'
import { useExplain } from '../../stage/use-explain.ts'
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
  const explain = useExplain()
  return (
    <button
      type="button"
      className="ask"
      title="The events behind this number"
      onClick={() => explain(lane, measure)}
    >
      <span className="visually-hidden">{name}: </span>
      {grouped(value)}
    </button>
  )
}
