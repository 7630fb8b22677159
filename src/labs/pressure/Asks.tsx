import { useState, type CSSProperties, type JSX, type KeyboardEvent } from 'react'
import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { useExplain } from '../../stage/use-explain.ts'
import { asksOf, TOUCH } from './number-places.ts'
import { layOut, type Box } from './layout.ts'
import { BETWEEN, storyOf } from './story.ts'

interface AsksProps {
  readonly frame: PressureFrame
  readonly width: number
}

/** A button on every number of the picture, which lists the events behind it. One tab stop; arrows go on from there. */
export function Asks({ frame, width }: AsksProps): JSX.Element {
  const explain = useExplain()
  const [current, setCurrent] = useState('')
  const layout = layOut(frame, width, false)
  const lanes = frame.lanes.slice(0, layout.lanes.length)
  const rows = lanes.map((lane, row) => ({
    lane,
    story: storyOf(lane, layout, layout.lanes[row]?.title ?? 0),
    asks: asksOf(frame, lane, layout, row),
  }))
  const ids = rows.flatMap(({ lane, story, asks }) => [
    ...story.parts.flatMap(({ measure }) => (measure === null ? [] : [`${lane.lane} story ${measure}`])),
    ...asks.map(({ measure }) => `${lane.lane} ${measure}`),
  ])
  const stop = ids.includes(current) ? current : ids[0]
  const button = (id: string, lane: string, measure: string, name: string) => ({
    type: 'button' as const,
    className: 'ask',
    tabIndex: id === stop ? 0 : -1,
    title: 'What is behind this number?',
    'aria-label': name,
    onFocus: () => setCurrent(id),
    onClick: () => explain(lane, measure),
    onKeyDown: goOn,
  })
  return (
    <div role="group" aria-label="Numbers in the picture">
      {rows.map(({ lane: { lane, name, origin }, story, asks }) => (
        <div key={lane}>
          <p className={`ask-story lane-${origin}`} style={{ left: story.x, top: story.y - 4 - TOUCH / 2 }}>
            {story.parts.map(({ text, measure }, i) => [
              i > 0 && (
                <span key={i} aria-hidden="true">
                  {BETWEEN}
                </span>
              ),
              measure === null ? (
                <span key={text} aria-hidden="true">
                  {text}
                </span>
              ) : (
                <button
                  key={measure}
                  {...button(`${lane} story ${measure}`, lane, measure, `${name}, ${text}`)}
                >
                  <span>{text}</span>
                </button>
              ),
            ])}
          </p>
          {asks.map((ask) => (
            <button
              key={ask.measure}
              {...button(`${lane} ${ask.measure}`, lane, ask.measure, `${name}, ${ask.name}`)}
              style={placed(ask.box)}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

const placed = ({ left, right, top, bottom }: Box): CSSProperties => ({
  left,
  top,
  width: Math.max(TOUCH, right - left),
  height: bottom - top,
})

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** To the next number, or the one before. */
function goOn(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key]
  if (step === undefined) return
  const all = [...(event.currentTarget.closest('[role=group]')?.querySelectorAll('button') ?? [])]
  all[all.findIndex((one) => one === document.activeElement) + step]?.focus()
  event.preventDefault()
  event.stopPropagation()
}
