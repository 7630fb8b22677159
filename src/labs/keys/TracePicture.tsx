import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { DELIVERY } from '../../engine/log/keys/codes.ts'
import type { KeysFrame } from '../../engine/log/keys/frame.ts'
import type { Layout } from './layout.ts'

interface TracePictureProps {
  readonly frame: KeysFrame
  readonly layout: Layout
}

const CHIP = 24
const SHORT_NAMES = { whiteboard: 'board', kafka: 'Kafka', ring: 'ring', slots: 'slots' } as const
const CLASSES = {
  [DELIVERY.unread]: 'chip-unread',
  [DELIVERY.inOrder]: 'chip-read',
  [DELIVERY.outOfOrder]: 'chip-late',
} as const

/** One key, record by record: the partition in which each of its newest records lies, oldest at the left. */
export function TracePicture({ frame, layout }: TracePictureProps): JSX.Element {
  const { width, trace, traceRow, narrow } = layout
  const { follow, lanes } = frame
  const left = narrow ? 52 : 64
  const room = Math.max(1, Math.floor((width - left - 4) / CHIP))
  const first = Math.max(0, follow.time.length - room)
  const count = follow.time.length - first
  const changes = frame.changes.map(({ time }) => {
    let i = first
    while (i < follow.time.length && at(follow.time, i) < time) i += 1
    return { time, x: left + (i - first) * CHIP, isIn: i > first && i < follow.time.length }
  })
  return (
    <g className="keys-trace">
      <text className="trace-title" x={4} y={trace - 12}>
        {count === 0
          ? `${follow.name} has no record in view`
          : narrow
            ? `Where ${follow.name}’s newest records lie`
            : `${follow.name}, its newest ${count} records in the order they were sent, and the partition each lies in`}
      </text>
      {(count === 0 ? [] : lanes).map(({ lane, origin, trace: rows }, row) => {
        const y = trace + row * traceRow
        return (
          <g key={lane} className={origin === 'whiteboard' ? 'keys-sketch' : ''}>
            <text className="trace-name" x={4} y={y + 13}>
              {SHORT_NAMES[lane]}
            </text>
            {Array.from({ length: count }, (_, i) => {
              const delivery = at(rows.delivery, first + i) as keyof typeof CLASSES // codes of DELIVERY
              const x = left + i * CHIP
              return (
                <g key={i}>
                  <rect
                    className={`chip ${CLASSES[delivery]}`}
                    x={x + 1}
                    y={y}
                    width={CHIP - 3}
                    height={18}
                    rx={4}
                  />
                  <text
                    className={`chip-number ${CLASSES[delivery]}-number`}
                    x={x + CHIP / 2 - 0.5}
                    y={y + 9.5}
                    textAnchor="middle"
                    dominantBaseline="central"
                  >
                    {at(rows.partition, first + i)}
                  </text>
                </g>
              )
            })}
          </g>
        )
      })}
      {changes
        .filter(({ isIn }) => isIn)
        .map(({ time, x }) => (
          <path
            key={time}
            className="trace-change"
            d={`M${x - 0.5},${trace - 5}V${trace + lanes.length * traceRow - 3}`}
          />
        ))}
    </g>
  )
}
