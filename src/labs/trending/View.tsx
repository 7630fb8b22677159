import type { JSX } from 'react'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Boards } from './Boards.tsx'
import { Faults } from './Faults.tsx'
import './style.css'

/** The lab's picture: both boards, what can go wrong, and the stages between a viewer and a board. */
export function View({ frame, selected, select, act, compact }: LabViewProps<TrendingFrame>): JSX.Element {
  return (
    <div className="trending-view">
      <Boards frame={frame} selected={selected} select={select} compact={compact} />
      <Faults frame={frame} act={act} />
    </div>
  )
}
