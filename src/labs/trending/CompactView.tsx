import { useState, type JSX } from 'react'
import { titleName } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import { useLab } from '../../stage/context.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { Boards } from './Boards.tsx'
import { Partitions } from './Partitions.tsx'
import { EventTime } from './plane/EventTime.tsx'
import { World } from './World.tsx'

type Props = LabViewProps<TrendingFrame>

const BOARDS = 'boards'
const TIME = 'time'
const LOG = 'partitions'
const PICTURES = [
  { value: BOARDS, label: 'Boards' },
  { value: TIME, label: 'Event time' },
  { value: 'world', label: 'World' },
  { value: LOG, label: 'Partitions' },
]
/** What some scenarios are about is seen elsewhere; on a slide there is room for one picture. */
const ABOUT: Readonly<Record<string, string>> = { watermark: TIME, flight: TIME, skew: LOG }

/** The lab where there is little room: one picture at a time. */
export function CompactView(props: Props): JSX.Element {
  const scenario = useLab((state) => state.scenario)
  const [chosen, choose] = useState<string | null>(null)
  const shown = chosen ?? ABOUT[scenario] ?? BOARDS
  return (
    <>
      <Segmented label="Picture" options={PICTURES} value={shown} onChange={choose} showLabel={false} />
      <Picture {...props} shown={shown} />
    </>
  )
}

function Picture({ shown, ...props }: Props & { readonly shown: string }): JSX.Element {
  const { frame, selected, select, compact } = props
  switch (shown) {
    case TIME:
      return <EventTime {...props} plane={frame.plane} titleOf={titleName} />
    case 'world':
      return <World world={frame.world} compact={compact} />
    case LOG:
      return <Partitions getLog={null} {...props} spread={frame.partitions} titleOf={titleName} />
    default:
      return <Boards frame={frame} selected={selected} select={select} compact={compact} />
  }
}
