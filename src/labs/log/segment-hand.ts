import type { KeyboardEvent, MouseEvent } from 'react'
import { at } from '../../shared/assert.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import type { Layout } from './layout.ts'
import { chosenIn, rowHolding, rowsOf, segmentAt, thingOf } from './segments.ts'
import type { OffsetView } from './use-offset-view.ts'

/** How a hand chooses segments and moves along the offsets: with the pointer, with keys, with buttons. */
export interface SegmentHand {
  readonly onClick: (event: MouseEvent<HTMLElement>) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly step: (direction: 1 | -1) => void
}

type HandProps = Pick<LabViewProps<TopicFrame>, 'frame' | 'select' | 'selected'>

export function segmentHand(
  { frame, select, selected }: HandProps,
  layout: Layout,
  view: OffsetView,
): SegmentHand {
  const chosen = chosenIn(frame, selected)

  const choose = (row: number): void => {
    const { partition, base, end } = segmentAt(frame, row)
    select(thingOf(partition, base))
    const shift = layout.aligned ? at(frame.partitions.logEnd, partition) : 0
    view.reveal(base - shift, end - shift)
  }

  const step = (direction: 1 | -1): void => {
    const partition = chosen?.partition ?? 0
    const [first, end] = rowsOf(frame, partition)
    if (first < end)
      choose(chosen === null ? end - 1 : Math.min(end - 1, Math.max(first, chosen.row + direction)))
  }

  const changePartition = (direction: 1 | -1): void => {
    const last = frame.partitions.logEnd.length - 1
    const partition = chosen === null ? 0 : Math.min(last, Math.max(0, chosen.partition + direction))
    const shift = (of: number): number => (layout.aligned ? at(frame.partitions.logEnd, of) : 0)
    const offset = chosen === null ? Infinity : chosen.base - shift(chosen.partition) + shift(partition)
    const row = rowHolding(frame, partition, offset)
    if (row !== null) choose(row)
  }

  const onClick = (event: MouseEvent<HTMLElement>): void => {
    if (view.drag.wasDragged()) return
    const box = event.currentTarget
    const rect = box.getBoundingClientRect()
    const scale = rect.width === 0 ? 1 : box.offsetWidth / rect.width
    const [px, py] = [(event.clientX - rect.left) * scale, (event.clientY - rect.top) * scale]
    const row = layout.rows.find(({ block }) => py >= block.top - 3 && py <= block.bottom + 3)
    if (row === undefined) return select(null)
    const shift = layout.aligned ? at(frame.partitions.logEnd, row.partition) : 0
    const offset = layout.x.invert(px) + shift
    const isThere =
      offset >= at(frame.segments.base, rowsOf(frame, row.partition)[0]) - 1 &&
      layout.x(at(frame.partitions.logEnd, row.partition) - shift) >= px - 8
    const found = isThere ? rowHolding(frame, row.partition, offset) : null
    select(found === null ? null : thingOf(row.partition, segmentAt(frame, found).base))
  }

  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowDown: () => changePartition(1),
    ArrowUp: () => changePartition(-1),
    '+': () => view.zoom(0.5),
    '=': () => view.zoom(0.5),
    '-': () => view.zoom(2),
    PageUp: () => view.pan(-0.5),
    PageDown: () => view.pan(0.5),
    End: () => view.release(),
    Escape: () => (selected === null ? view.release() : select(null)),
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (act === undefined || (event.key === 'Escape' && selected === null && !view.isHeld)) return
    act()
    event.preventDefault()
    event.stopPropagation()
  }

  return { onClick, onKeyDown, step }
}
