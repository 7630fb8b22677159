import { useState, type JSX } from 'react'
import { titleName } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import { accept, type Outcome } from '../../shared/outcome.ts'
import { useLab, useStage } from '../../stage/context.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import type { KeepRequest } from '../../storage/protocol.ts'
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
    Part: (props) => (
      <EventTime
        {...props}
        plane={props.frame.plane}
        titleOf={titleName}
        drawn={props.frame.lateness.drawn}
      />
    ),
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
    Part: (props) => <Log {...props} />,
  },
]

/** The partitions; each can be kept in this browser, as the records stand in it now. */
function Log(props: PanelProps): JSX.Element {
  const { controller } = useStage()
  const getLog = async (place: number): Promise<Outcome<KeepRequest>> => {
    const found = await controller.partitionFiles(place)
    if (!found.ok) return found
    const { folder, segments: files, logStartOffset, segmentBytes } = found.value
    return accept({ name: folder, files, logStartOffset, segmentBytes })
  }
  return <Partitions {...props} {...{ getLog }} spread={props.frame.partitions} titleOf={titleName} />
}

/** The part that a scenario is about; the first one for all others. */
const PART_OF: Readonly<Record<string, string>> = {
  viral: 'partitions',
  twice: 'stages',
  lie: 'stages',
  film: 'stages',
  crash: 'stages',
  fresh: 'freshness',
  small: 'formulas',
  skew: 'partitions',
}

/** Which part is open: the scenario's own until somebody chooses another one. */
export function usePanel(): readonly [string, (open: string) => void] {
  const scenario = useLab((state) => state.scenario)
  const [chosen, choose] = useState<{ readonly scenario: string; readonly open: string } | null>(null)
  const usual = PART_OF[scenario] ?? PANELS[0].value
  return [chosen?.scenario === scenario ? chosen.open : usual, (open) => choose({ scenario, open })]
}

interface PanelsProps extends PanelProps {
  readonly open: string
  readonly setOpen: (open: string) => void
}

/** The parts of the pipeline behind the boards, one of them open. */
export function Panels({ open, setOpen, ...props }: PanelsProps): JSX.Element {
  const { Part } = PANELS.find(({ value }) => value === open) ?? PANELS[0]
  return (
    <div className="panels">
      <Segmented label="Behind the boards" options={PANELS} value={open} onChange={setOpen} />
      <Part {...props} />
    </div>
  )
}
