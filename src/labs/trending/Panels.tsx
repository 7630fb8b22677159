import { useState, type JSX } from 'react'
import { titleName } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { Formulas } from './Formulas.tsx'
import { Freshness } from './Freshness.tsx'
import { Funnel } from './Funnel.tsx'
import { Partitions } from './Partitions.tsx'
import { EventTime } from './plane/EventTime.tsx'
import { World } from './World.tsx'

type PanelProps = LabViewProps<TrendingFrame>

interface Panel {
  readonly value: string
  readonly label: string
  readonly Part: (props: PanelProps) => JSX.Element
}

/** What can stand below the boards, one at a time. */
const PANELS: readonly [Panel, ...Panel[]] = [
  {
    value: 'time',
    label: 'Event time',
    Part: (props) => <EventTime {...props} plane={props.frame.plane} titleOf={titleName} />,
  },
  { value: 'stages', label: 'Stages', Part: ({ frame }) => <Funnel frame={frame} /> },
  { value: 'freshness', label: 'Freshness', Part: ({ frame }) => <Freshness frame={frame} /> },
  { value: 'formulas', label: 'Formulas', Part: ({ frame }) => <Formulas frame={frame} /> },
  {
    value: 'world',
    label: 'World',
    Part: ({ frame, compact }) => <World world={frame.world} compact={compact} />,
  },
  {
    value: 'partitions',
    label: 'Partitions',
    Part: (props) => <Partitions {...props} spread={props.frame.partitions} titleOf={titleName} />,
  },
]

/** The parts of the pipeline behind the boards, one of them open. */
export function Panels(props: PanelProps): JSX.Element {
  const [open, setOpen] = useState(PANELS[0].value)
  const { Part } = PANELS.find(({ value }) => value === open) ?? PANELS[0]
  return (
    <div className="panels">
      <Segmented label="Behind the boards" options={PANELS} value={open} onChange={setOpen} />
      <Part {...props} />
    </div>
  )
}
