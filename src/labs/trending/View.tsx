import type { JSX } from 'react'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { useLab } from '../../stage/context.ts'
import { Boards, selectedTitle } from './Boards.tsx'
import { CompactView } from './CompactView.tsx'
import { Faults } from './Faults.tsx'
import { Panels, usePanel } from './Panels.tsx'
import { Sums } from './Sums.tsx'
import { TitleDetail } from './TitleDetail.tsx'
import './style.css'

/** The lab's picture: both boards, what can go wrong, and the parts of the pipeline behind them. */
export function View(props: LabViewProps<TrendingFrame>): JSX.Element {
  const { frame, selected, select, act, study, seek, compact } = props
  const title = selectedTitle(selected)
  const [open, setOpen] = usePanel()
  const isAboutLog = useLab((state) => state.scenario) === 'skew'
  const panels = !compact && <Panels {...props} open={open} setOpen={setOpen} />
  return (
    <div className="trending-view">
      {isAboutLog && panels}
      {compact ? (
        <CompactView {...props} />
      ) : (
        <Boards frame={frame} selected={selected} select={select} compact={compact} />
      )}
      <Sums frame={frame} />
      <Faults frame={frame} act={act} openPart={setOpen} />
      {!compact && title >= 0 && (
        <TitleDetail {...{ frame, title, study, seek }} close={() => select(null)} />
      )}
      {!isAboutLog && panels}
    </div>
  )
}
