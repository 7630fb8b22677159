import { useRef, useState, type JSX } from 'react'
import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { useWidth } from '../../view/use-size.ts'
import { LoadCurve, type Wait } from './LoadCurve.tsx'
import { useStudy, type StudyState } from './use-study.ts'
import { sayMs, sayShare } from './words.ts'

type Props = Pick<LabViewProps<PressureFrame>, 'frame' | 'study'>

/** Latency against load: the curve that bends before the load is full. */
export function CurvePanel({ frame, study }: Props): JSX.Element {
  const [open, setOpen] = useState(true)
  return (
    <details className="pressure-panel" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Latency against load</summary>
      {open && <Curve frame={frame} study={study} />}
    </details>
  )
}

function Curve({ frame, study }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, 800)
  const [wait, setWait] = useState<Wait>('mean')
  const [scale, setScale] = useState('linear')
  const studied = useStudy(frame, study, true)
  return (
    <div className="curve-box" ref={box}>
      <div className="panel-choices">
        <Segmented
          label="Wait"
          options={[
            { value: 'mean', label: 'Mean' },
            { value: 'p99', label: 'p99' },
          ]}
          value={wait}
          onChange={(value) => setWait(value === 'p99' ? 'p99' : 'mean')}
        />
        <Segmented
          label="Scale"
          options={[
            { value: 'linear', label: 'Linear' },
            { value: 'log', label: 'Decades' },
          ]}
          value={scale}
          onChange={setScale}
        />
      </div>
      <LoadCurve width={width} frame={frame} studied={studied} wait={wait} isLog={scale === 'log'} />
      <p className="small">{tell(studied)}</p>
      <p className="muted small">
        ○ this run so far (△: above the picture) · ■ short runs at other loads, each from an empty queue on;
        near full load they have not settled
        {wait === 'mean' &&
          studied?.theory?.law != null &&
          ` · the broad line: ${studied.theory.law}, by formula`}
        . <Status studied={studied} />
      </p>
      {studied !== null && <CurveTable frame={frame} studied={studied} />}
    </div>
  )
}

/** The bend in a sentence, from the law or else from the first lane's short runs. */
function tell(studied: StudyState | null): string {
  const { load = [], waitMs = [], law = null } = studied?.theory ?? {}
  const at = (wanted: number): number | undefined => {
    const i = load.findIndex((one) => one >= wanted - 0.005)
    return i < 0 || (load[i] ?? 0) > wanted + 0.02 ? undefined : waitMs[i]
  }
  const [half, nine] = [at(0.5), at(0.9)]
  if (law === null || half === undefined || nine === undefined)
    return 'The nearer the load comes to what can be served, the steeper the wait rises: well before the queue is full.'
  return `By ${law}, the mean wait is ${sayMs(half)} at half load and ${sayMs(nine)} at 90 %: ${Math.round(nine / half)} times as long for less than twice the load.`
}

function Status({ studied }: { readonly studied: StudyState | null }): JSX.Element {
  if (studied === null) return <>The other loads are run when this one stands still.</>
  if (studied.done < studied.parts)
    return (
      <>
        Running other loads… <progress value={studied.done} max={studied.parts} aria-label="Loads run" />
      </>
    )
  return <>All other loads have been run.</>
}

function CurveTable({
  frame,
  studied,
}: {
  readonly frame: PressureFrame
  readonly studied: StudyState
}): JSX.Element {
  return (
    <details className="curve-table">
      <summary>As a table</summary>
      <WideBox name="Table of latency against load">
        <table>
          <thead>
            <tr>
              <th scope="col">Load</th>
              {frame.lanes.map(({ lane, name }) => (
                <th key={lane} scope="col">
                  {name}: mean, p99, lost
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {studied.loads.map(({ load, points }) => (
              <tr key={load}>
                <th scope="row">{Math.round(load * 100)} %</th>
                {frame.lanes.map(({ lane }) => {
                  const point = points.find((one) => one.lane === lane)
                  return (
                    <td key={lane}>
                      {point === undefined
                        ? '–'
                        : `${sayMs(point.meanMs)}, ${sayMs(point.p99Ms)}, ${sayShare(point.lossShare)}`}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </WideBox>
    </details>
  )
}
