import { useEffect, useRef, useState, type JSX } from 'react'
import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import type { BranchLog } from '../engine/kernel/timeline.ts'
import { Button } from '../ui/Button.tsx'
import { useLab, useStage } from './context.ts'

/** The slider works in milliseconds, ten at a time: fine enough for a hand, coarse enough for keys. */
const TO_MS = SECOND / 1_000
const STEP = 10
const ROW = 7
const WIDTH = 1_000

/** Where one stands in the run, with all its futures on one axis and the moments of trouble marked. */
export function TimeSlider(): JSX.Element {
  const { controller } = useStage()
  const now = useLab((state) => state.now)
  const extent = useLab((state) => state.extent)
  const branch = useLab((state) => state.branch)
  const branches = useLab((state) => state.log?.branches) ?? []
  const horizons = useLab((state) => state.horizons)
  const end = Math.max(extent, ...branches.map(({ horizon }) => horizon), ...Object.values(horizons), 1)
  const name = branches.find(({ id }) => id === branch)?.name ?? 'first run'
  const { aim, takeAim } = useAim(now)
  return (
    <div className="time">
      <div className="time-track">
        <TrackPicture end={end} branches={branches} current={branch} />
        <input
          type="range"
          aria-label="Time"
          min={0}
          max={STEP * Math.ceil(end / TO_MS / STEP)}
          step={STEP}
          value={aim ?? STEP * Math.round(now / TO_MS / STEP)}
          aria-valuetext={`${(now / SECOND).toFixed(2)} of ${(extent / SECOND).toFixed(1)} seconds, ${name}`}
          onPointerDown={() => controller.pause()}
          onChange={(event) => {
            const wanted = Number(event.target.value)
            controller.pause()
            takeAim(wanted, controller.setOut(wanted * TO_MS))
          }}
        />
      </div>
      {branches.length > 1 && <BranchList branches={branches} current={branch} />}
    </div>
  )
}

/**
 * Where a hand has put the slider, until the run is there: the slider never jumps back under the hand, and keys
 * pressed in quick succession add up. The value stands on the slider's own steps; the browser would round another
 * one, and React would take that for a change made by the person.
 */
function useAim(now: SimTime): {
  readonly aim: number | null
  readonly takeAim: (wanted: number, answered: Promise<unknown>) => void
} {
  const [aim, setAim] = useState<number | null>(null)
  const underWay = useRef(0)
  useEffect(() => {
    if (underWay.current === 0) setAim(null)
  }, [now])
  const takeAim = (wanted: number, answered: Promise<unknown>): void => {
    setAim(wanted)
    underWay.current += 1
    void answered.then(() => (underWay.current -= 1))
  }
  return { aim, takeAim }
}

interface TrackProps {
  readonly end: SimTime
  readonly branches: readonly BranchLog<unknown>[]
  readonly current: string
}

/** The futures as lines that leave each other where they fork, and ticks where something went wrong. */
function TrackPicture({ end, branches, current }: TrackProps): JSX.Element {
  const now = useLab((state) => state.now)
  const horizons = useLab((state) => state.horizons)
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
          d={`M${x(forkAt)},${y(parent ?? id)}V${y(id)}H${x(Math.max(horizon, horizons[id] ?? 0))}`}
        />
      ))}
      <line className="time-now" x1={x(now)} x2={x(now)} y1={0} y2={height} />
    </svg>
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

interface BranchNameProps {
  readonly branch: BranchLog<unknown>
  readonly isCurrent: boolean
}

/** A branch's name: press to go there; where one is already, press to rename it. */
function BranchName({ branch, isCurrent }: BranchNameProps): JSX.Element {
  const { controller } = useStage()
  const [isRenaming, setRenaming] = useState(false)
  if (isRenaming)
    return (
      <NameField
        name={branch.name}
        onDone={(name) => {
          if (name !== '') controller.renameBranch(branch.id, name)
          setRenaming(false)
        }}
      />
    )
  return (
    <button
      type="button"
      className="branch-name"
      aria-pressed={isCurrent}
      title={isCurrent ? 'Press to rename' : 'Press to go to this branch'}
      onClick={() => (isCurrent ? setRenaming(true) : controller.switchTo(branch.id))}
    >
      {branch.name}
    </button>
  )
}

interface NameFieldProps {
  readonly name: string
  /** Given the new name, or '' when it was given up. */
  readonly onDone: (name: string) => void
}

function NameField({ name, onDone }: NameFieldProps): JSX.Element {
  const [draft, setDraft] = useState(name)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  return (
    <input
      ref={field}
      className="branch-name"
      aria-label="Name of this branch"
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => onDone(draft.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onDone(draft.trim())
        if (event.key === 'Escape') onDone('')
      }}
    />
  )
}
