import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { WORKER } from '../../engine/flow/cascade/codes.ts'
import type { StageFrame } from '../../engine/flow/cascade/frame.ts'
import type { StagePlace } from './layout.ts'

const CLASSES: Readonly<Record<number, string>> = {
  [WORKER.idle]: 'worker-idle',
  [WORKER.busy]: 'worker-busy',
  [WORKER.blocked]: 'worker-blocked',
  [WORKER.outOfTurn]: 'worker-turn',
}

interface WorkersProps {
  readonly stage: StageFrame
  readonly place: StagePlace
  readonly top: number
  readonly bottom: number
}

/** A stage's workers, one below the other: idle, at work, or standing with a finished item in hand. */
export function Workers({ stage, place, top, bottom }: WorkersProps): JSX.Element {
  const { worker, slow } = stage
  const pitch = (bottom - top) / worker.length
  const radius = Math.min(place.boxWidth / 2, pitch / 2 - 1, 15)
  const x = place.box + place.boxWidth / 2
  return (
    <g className="workers">
      {Array.from(worker, (state, i) => {
        const y = top + (i + 0.5) * pitch
        const holds = state === WORKER.blocked || state === WORKER.outOfTurn
        return (
          <g key={i}>
            <circle className={`worker ${CLASSES[state] ?? ''}`} cx={x} cy={y} r={radius} />
            {holds && <rect className="in-hand" x={x - 3.5} y={y - 3.5} width={7} height={7} rx={1.5} />}
            {at(slow, i) === 1 && (
              <circle className="worker-slow" cx={x} cy={y} r={Math.max(2, radius - 3)} />
            )}
          </g>
        )
      })}
    </g>
  )
}
