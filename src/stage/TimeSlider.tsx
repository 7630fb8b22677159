import { useState, type JSX } from 'react'
import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import type { BranchLog } from '../engine/kernel/timeline.ts'
import { Button } from '../ui/Button.tsx'
import { useLab, useStage } from './context.ts'

/** The slider works in milliseconds: fine enough for a hand, coarse enough for keys. */
const TO_MS = SECOND / 1_000
const ROW = 7
const WIDTH = 1_000

/** Where one stands in the run, with all its futures on one axis and the moments of trouble marked. */
export function TimeSlider(): JSX.Element {
  const { controller } = useStage()
  const now = useLab((state) => state.now)
  const extent = useLab((state) => state.extent)
  const branch = useLab((state) => state.branch)
  const branches = useLab((state) => state.log?.branches) ?? []
  const end = Math.max(extent, ...branches.map(({ horizon }) => horizon), 1)
  const name = branches.find(({ id }) => id === branch)?.name ?? 'first run'
  return (
    <div className="time">
      <div className="time-track">
        <TrackPicture end={end} branches={branches} current={branch} />
        <input
          type="range"
          aria-label="Time"
          min={0}
          max={Math.ceil(end / TO_MS)}
          step={10}
          value={Math.round(now / TO_MS)}
          aria-valuetext={`${(now / SECOND).toFixed(2)} of ${(extent / SECOND).toFixed(1)} seconds, ${name}`}
          onPointerDown={() => controller.pause()}
          onChange={(event) => {
            controller.pause()
            controller.seek(Number(event.target.value) * TO_MS)
          }}
        />
      </div>
      <div className="time-foot">
        <TroubleButtons />
        {branches.length > 1 && <BranchList branches={branches} current={branch} />}
      </div>
    </div>
  )
}

interface TrackProps {
  readonly end: SimTime
  readonly branches: readonly BranchLog<unknown>[]
  readonly current: string
}

/** The futures as lines that leave each other where they fork, and ticks where something went wrong. */
function TrackPicture({ end, branches, current }: TrackProps): JSX.Element {
  const now = useLab((state) => state.now)
  const landmarks = useLab((state) => state.details?.landmarks) ?? []
  const x = (time: SimTime): number => (WIDTH * Math.min(time, end)) / end
  const rowOf = new Map(branches.map(({ id }, i) => [id, i]))
  const y = (id: string | null): number => 12 + ROW * (rowOf.get(id ?? '') ?? 0)
  const height = 20 + ROW * Math.max(1, branches.length)
  return (
    <svg
      className="time-picture"
      viewBox={`0 0 ${WIDTH} ${height}`}
      style={{ height }}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line className="time-rest" x1={0} x2={WIDTH} y1={12} y2={12} />
      {landmarks.map(({ time, kind }, i) => (
        <line
          key={i}
          className={`landmark landmark-${kind}`}
          x1={x(time)}
          x2={x(time)}
          y1={kind === 'turn' ? 0 : 3}
          y2={8}
        />
      ))}
      {branches.map(({ id, parent, forkAt, horizon }) => (
        <path
          key={id}
          className={id === current ? 'time-branch time-branch-current' : 'time-branch'}
          d={`M${x(forkAt)},${y(parent ?? id)}V${y(id)}H${x(id === current ? Math.max(horizon, now) : horizon)}`}
        />
      ))}
      <line className="time-now" x1={x(now)} x2={x(now)} y1={0} y2={height} />
    </svg>
  )
}

function TroubleButtons(): JSX.Element | null {
  const { controller } = useStage()
  const marks = useLab((state) => state.details?.landmarks.length ?? 0)
  if (marks === 0) return null
  return (
    <div className="transport-group" role="group" aria-label="Moments of trouble">
      <Button
        label="Previous trouble"
        icon="previous"
        iconOnly
        tone="quiet"
        shortcut="["
        onClick={() => controller.jump(-1)}
      />
      <span className="muted small">trouble</span>
      <Button
        label="Next trouble"
        icon="next"
        iconOnly
        tone="quiet"
        shortcut="]"
        onClick={() => controller.jump(1)}
      />
    </div>
  )
}

function BranchList({ branches, current }: Omit<TrackProps, 'end'>): JSX.Element {
  const { controller } = useStage()
  return (
    <ul className="branches" aria-label="Branches">
      {branches.map((branch) => (
        <li key={branch.id} className={branch.id === current ? 'branch branch-current' : 'branch'}>
          <BranchName branch={branch} isCurrent={branch.id === current} />
          {branch.parent !== null && branch.id !== current && (
            <Button
              label={`Remove branch ${branch.name}`}
              icon="close"
              iconOnly
              tone="quiet"
              onClick={() => controller.removeBranch(branch.id)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

/** A branch's name: press to go there; press again, or F2, to rename it. */
function BranchName({
  branch,
  isCurrent,
}: {
  readonly branch: BranchLog<unknown>
  readonly isCurrent: boolean
}): JSX.Element {
  const { controller } = useStage()
  const [draft, setDraft] = useState<string | null>(null)
  if (draft === null)
    return (
      <button
        type="button"
        className="branch-name"
        aria-pressed={isCurrent}
        title={isCurrent ? 'Press to rename' : 'Press to go to this branch'}
        onClick={() => (isCurrent ? setDraft(branch.name) : controller.switchTo(branch.id))}
      >
        {branch.name}
      </button>
    )
  const keep = (): void => {
    if (draft.trim() !== '') controller.renameBranch(branch.id, draft.trim())
    setDraft(null)
  }
  return (
    <input
      className="branch-name"
      aria-label="Name of this branch"
      value={draft}
      ref={(input) => input?.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}
