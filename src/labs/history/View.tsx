import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { toMs } from '../../engine/kernel/time.ts'
import type { HistoryFrame, LaneFrame } from '../../engine/season/history/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { usePictureBox } from '../../view/use-size.ts'
import { ROW_HEIGHT } from './layout.ts'
import { RowPicture } from './RowPicture.tsx'
import { WayPlot } from './WayPlot.tsx'
import './style.css'

const JUMP = 3

/** The history lab's picture: both rows of pages, what was cut off, and where one was over time. */
export function View({ frame, act, compact, selected, select }: LabViewProps<HistoryFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const give = (command: object): void => act(command, null, null)
  const delta = deltaTo(frame, selected)
  return (
    <div className="lab-view" ref={box}>
      <HistorySvg frame={frame} width={width} compact={compact} selected={selected} select={select} />
      <p className="lab-legend">
        <span className="legend-back">back</span>
        <span className="legend-here">here</span>
        <span className="legend-ahead">ahead</span>
        <span className="legend-gone">thrown away</span>
        <span className="history-story">{storyOf(frame, selected)}</span>
      </p>
      <div className="lab-hands" role="group" aria-label="By hand">
        <Button label="Visit a page" onClick={() => give({ kind: 'visit' })} />
        <Button
          label="Back"
          disabled={frame.lanes.every(isOldest)}
          onClick={() => give({ kind: 'back', steps: 1 })}
        />
        <Button
          label="Forward"
          disabled={frame.lanes.every(isNewest)}
          onClick={() => give({ kind: 'forward', steps: 1 })}
        />
        <Button label={`go(−${JUMP})`} onClick={() => give({ kind: 'go', delta: -JUMP })} />
        <Button label="Replace" onClick={() => give({ kind: 'replace' })} />
        {delta !== 0 && (
          <Button
            label={`Go there: go(${delta < 0 ? '−' : ''}${Math.abs(delta)})`}
            onClick={() => give({ kind: 'go', delta })}
          />
        )}
      </div>
    </div>
  )
}

interface HistorySvgProps {
  readonly frame: HistoryFrame
  readonly width: number
  readonly compact: boolean
  readonly selected: string | null
  readonly select: (thing: string | null) => void
}

/** The picture itself: a function of the frame, the width and what is selected. */
export function HistorySvg({ frame, width, compact, selected, select }: HistorySvgProps): JSX.Element {
  const top = 2 * ROW_HEIGHT + 34
  const bottom = top + (compact ? 60 : 90)
  const height = bottom + 10
  const toggle = (thing: string): void => select(thing === selected ? null : thing)
  return (
    <svg data-picture viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {frame.lanes.map((lane, i) => (
        <RowPicture
          key={lane.lane}
          lane={lane}
          y={i * ROW_HEIGHT}
          width={width}
          selected={selected}
          select={toggle}
        />
      ))}
      <WayPlot frame={frame} width={width} top={top} bottom={bottom} />
    </svg>
  )
}

const isOldest = ({ position }: LaneFrame): boolean => position === 0
const isNewest = ({ position, entries }: LaneFrame): boolean => position === entries.length - 1

/** How far the selected page is from the one shown, in the list; 0 if it is the one shown, or gone. */
function deltaTo({ lanes }: HistoryFrame, selected: string | null): number {
  const { entries, position } = at(lanes, 1)
  const index = entries.findIndex(({ id }) => `page-${id}` === selected)
  return index < 0 ? 0 : index - position
}

const clock = (time: number): string => `${(toMs(time) / 1_000).toFixed(1)} s`

/** What became of the selected page; without one, the last thing done. */
function storyOf({ lanes, last }: HistoryFrame, selected: string | null): string {
  const fates = lanes.map(({ entries, gone }) => {
    const held = entries.find(({ id }) => `page-${id}` === selected)
    if (held !== undefined) return { name: held.name, text: `visited at ${clock(held.at)}, held` }
    const lost = gone.find(({ id }) => `page-${id}` === selected)
    return lost === undefined
      ? null
      : { name: lost.name, text: `visited at ${clock(lost.at)}, ${lost.fate} at ${clock(lost.goneAt)}` }
  })
  const [links, index] = fates
  if (links && index && links.text !== index.text)
    return `Page ${links.name}: as links ${links.text}; in the list ${index.text}.`
  const told = links ?? index
  if (told) return `Page ${told.name}: ${told.text}.`
  return last === null ? 'Nothing done yet.' : `At ${clock(last.time)}: ${last.text}.`
}
