import { useRef, useState, type JSX } from 'react'
import type { Point } from '../../engine/jitter/bounds/point.ts'
import type { WhenLate } from '../../engine/jitter/config.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { useWidth } from '../../view/use-size.ts'
import { ScorePlot, type PlottedPolicy } from './ScorePlot.tsx'
import { TalkspurtTable } from './TalkspurtTable.tsx'
import { useStudy, type ModeStudy, type StudyState } from './use-study.ts'
import { at } from '../../shared/assert.ts'
import { tonesOf } from './tones.ts'

const MODES: readonly { readonly value: WhenLate; readonly label: string }[] = [
  { value: 'skip', label: 'Skipped' },
  { value: 'stall', label: 'Waited for' },
]

const BAD: Readonly<Record<WhenLate, string>> = { skip: 'late', stall: 'late or waited for' }

type Props = Pick<LabViewProps<JitterFrame>, 'frame' | 'study'>

/** What each player has paid, delay against lateness, beside what was possible on the same arrivals. */
export function ScorePanel({ frame, study }: Props): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <details className="score-panel" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What it cost, and what was possible</summary>
      {open && <Score frame={frame} study={study} />}
    </details>
  )
}

function Score({ frame, study }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, 640)
  const [chosen, setChosen] = useState<WhenLate | null>(null)
  const studied = useStudy(frame, study, true)
  const mode = chosen ?? frame.whenLate
  const found = studied?.modes[mode] ?? null
  const isCurrent = studied?.at === frame.now
  const policies = policiesOf(frame, mode, isCurrent ? found : null)
  return (
    <div className="score" ref={box}>
      <Segmented
        label="Late packets are"
        options={MODES}
        value={mode}
        onChange={(value) => setChosen(value === 'stall' ? 'stall' : 'skip')}
      />
      <p className="score-words">{tell(policies, found, mode)}</p>
      <ScorePlot
        width={width}
        policies={policies}
        fixed={found?.fixed?.curve ?? []}
        bestFixed={found?.fixed?.best ?? null}
        clairvoyant={found?.curve ?? []}
        badWords={BAD[mode]}
      />
      <Key />
      <ScoreTable policies={policies} found={found} badWords={BAD[mode]} />
      {mode === 'skip' && <TalkspurtTable found={isCurrent ? found : null} />}
      <p className="muted small">
        J = mean delay above the fastest packet + {frame.price / 1_000} ms for each 1 % {BAD[mode]}.{' '}
        <Status studied={studied} isCurrent={isCurrent} />
      </p>
    </div>
  )
}

/** In the run's own mode live; in the other one as replayed, once that is known. */
export function policiesOf(frame: JitterFrame, mode: WhenLate, found: ModeStudy | null): PlottedPolicy[] {
  const tones = tonesOf(frame.lanes)
  return frame.lanes.flatMap(({ about, summary }, i) => {
    const { delayMs, bad, costMs } = summary.score
    const live: Point = { delay: delayMs * 1_000, bad, cost: costMs * 1_000 }
    const replayed = found?.policies.find(({ policy }) => policy === summary.policy)?.point ?? null
    const point = mode === frame.whenLate ? live : replayed
    return point === null || Number.isNaN(point.cost) ? [] : [{ name: about.name, lane: at(tones, i), point }]
  })
}

const ms = (time: number): string => `${(time / 1_000).toFixed(1)} ms`

/** The plot in a sentence. */
function tell(policies: readonly PlottedPolicy[], found: ModeStudy | null, mode: WhenLate): string {
  const [best] = policies.toSorted((a, b) => a.point.cost - b.point.cost)
  if (best === undefined) return 'Nothing has been played yet.'
  const { point, name } = best
  const own = `${name} paid least, J = ${ms(point.cost)}: ${ms(point.delay)} of delay, and the price of ${(100 * point.bad).toFixed(2)} % ${BAD[mode]}.`
  if (found?.fixed == null || found.clairvoyant === null) return own
  return (
    `${own} The best fixed delay, known only afterwards, would have paid ${ms(found.fixed.best.cost)}; ` +
    `a player that knew the future, ${ms(found.clairvoyant.best.cost)}.`
  )
}

const Key = (): JSX.Element => (
  <ul className="score-key small" aria-hidden="true">
    <li>
      <svg width="24" height="10">
        <path className="clairvoyant-curve" d="M1 5H23" />
      </svg>{' '}
      knows the future
    </li>
    <li>
      <svg width="24" height="10">
        <path className="fixed-curve" d="M1 5H23" />
      </svg>{' '}
      every fixed delay; × the best of them
    </li>
    <li>■ a player</li>
  </ul>
)

interface ScoreTableProps {
  readonly policies: readonly PlottedPolicy[]
  readonly found: ModeStudy | null
  readonly badWords: string
}

function ScoreTable({ policies, found, badWords }: ScoreTableProps): JSX.Element {
  const fixed = found?.fixed?.best ?? null
  const clairvoyant = found?.clairvoyant?.best ?? null
  const bounds = [
    ...(fixed === null
      ? []
      : [{ name: `Best fixed delay (${ms(fixed.fixed)})`, lane: -1, point: fixed as Point }]),
    ...(clairvoyant === null ? [] : [{ name: 'Knows the future', lane: -2, point: clairvoyant as Point }]),
  ]
  const ratio = (point: Point, bound: Point | null): string =>
    bound === null ? '…' : bound.cost > 0 ? `${(point.cost / bound.cost).toFixed(2)} ×` : '–'
  return (
    <WideBox name="Table of scores">
      <table>
        <thead>
          <tr>
            <th scope="col">Player</th>
            <th scope="col">J</th>
            <th scope="col">Delay</th>
            <th scope="col">% {badWords}</th>
            <th scope="col">J ÷ best fixed</th>
            <th scope="col">J ÷ knows the future</th>
          </tr>
        </thead>
        <tbody>
          {[...policies, ...bounds].map(({ name, lane, point }) => (
            <tr key={name} className={lane < 0 ? 'score-bound' : ''}>
              <th scope="row">{name}</th>
              <td>{ms(point.cost)}</td>
              <td>{ms(point.delay)}</td>
              <td>{(100 * point.bad).toFixed(2)} %</td>
              <td>{ratio(point, fixed)}</td>
              <td>{ratio(point, clairvoyant)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideBox>
  )
}

function Status({
  studied,
  isCurrent,
}: {
  readonly studied: StudyState | null
  readonly isCurrent: boolean
}): JSX.Element {
  if (studied === null) return <>What was possible is worked out when the run stands still.</>
  const when = `${(studied.at / 1e6).toFixed(2)} s`
  if (studied.done < studied.parts && isCurrent)
    return (
      <>
        Working out what was possible up to {when}…{' '}
        <progress value={studied.done} max={studied.parts} aria-label="Worked out" />
      </>
    )
  return (
    <>
      What was possible is that of the arrivals up to {when}
      {isCurrent ? '' : ', and is worked out anew when the run stands still'}. Players without timestamps have
      no turns: their J counts frames shown and all time stalled, and no bound holds for them.
    </>
  )
}
