import { useEffect, useState, type JSX } from 'react'
import type { ParamValue } from '../shared/params.ts'
import type { ComparedSeries, Variant } from '../session/protocol.ts'
import type { LaneReadout, MeasureSpec } from './define-lab.ts'
import { DifferenceChart } from './DifferenceChart.tsx'
import { formatChange, formatNumber } from './format.ts'
import { Setting } from './Settings.tsx'
import { useFrame, useLab, useStage } from './context.ts'
import { Region } from '../ui/Region.tsx'
import { WideBox } from '../ui/WideBox.tsx'

const WITH_CHANGE = 'change'

/** Runs a second variant on identical input, in lockstep, and shows what differs: in numbers, and over time. */
export function ComparePanel(): JSX.Element {
  const comparing = useLab((state) => state.comparing)
  return (
    <Region name="Compare" className="panel">
      <h3>Compare</h3>
      <p className="muted">
        The same seed, the same packets, the same moment: what differs comes from what you change here.
      </p>
      <ChooseVariant />
      {comparing !== null && <Comparison variant={comparing} />}
    </Region>
  )
}

function ChooseVariant(): JSX.Element {
  const { controller } = useStage()
  const comparing = useLab((state) => state.comparing)
  const branch = useLab((state) => state.branch)
  const branches = useLab((state) => state.log?.branches) ?? []
  const params = useLab((state) => state.params)
  const [key, setKey] = useState(controller.lab.params.find(({ kind }) => kind === 'number')?.key ?? '')
  const [value, setValue] = useState<ParamValue | null>(null)
  const spec = controller.lab.params.find((candidate) => candidate.key === key)
  const choice = comparing === null ? '' : comparing.kind === 'branch' ? comparing.branch : WITH_CHANGE

  const tryChange = (changedKey: string, changed: ParamValue): void => {
    setValue(changed)
    void controller.compare({ kind: 'params', params: { ...params, [changedKey]: changed } })
  }

  const choose = (chosen: string): void => {
    if (chosen === '') return void controller.compare(null)
    if (chosen !== WITH_CHANGE) return void controller.compare({ kind: 'branch', branch: chosen })
    if (spec !== undefined) tryChange(key, value ?? params[key] ?? spec.default)
  }

  return (
    <div className="compare-choice">
      <label className="field-inline">
        <span>Compare with</span>
        <select value={choice} onChange={(event) => choose(event.target.value)}>
          <option value="">nothing</option>
          <option value={WITH_CHANGE}>the same run with one setting changed</option>
          {branches
            .filter(({ id }) => id !== branch)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                the branch “{name}”
              </option>
            ))}
        </select>
      </label>
      {choice === WITH_CHANGE && spec !== undefined && (
        <div className="compare-change">
          <label className="field-inline">
            <span>Setting</span>
            <select
              value={key}
              onChange={(event) => {
                setKey(event.target.value)
                setValue(null)
              }}
            >
              {controller.lab.params
                .filter(({ kind }) => kind !== 'list')
                .map((candidate) => (
                  <option key={candidate.key} value={candidate.key}>
                    {candidate.label}
                  </option>
                ))}
            </select>
          </label>
          <Setting
            spec={spec}
            value={value ?? params[key] ?? spec.default}
            disabled={false}
            onChange={(changed) => tryChange(key, changed)}
          />
        </div>
      )}
    </div>
  )
}

/** A lane of this run beside the same lane of the other one. */
interface Pair {
  readonly lane: LaneReadout
  readonly other: LaneReadout
}

interface Chosen {
  readonly lane: number
  readonly measure: number
}

function Comparison({ variant }: { readonly variant: Variant }): JSX.Element {
  const { lab } = useStage().controller
  const shown = useFrame()
  const series = useSeries()
  const [chosen, setChosen] = useState<Chosen>({ lane: 0, measure: 0 })
  if (shown === null || shown.compared === null)
    return <p className="muted">The other run is on its way to this moment…</p>
  const here = lab.lanes(shown.frame)
  const there = lab.lanes(shown.compared)
  const pairs = here.flatMap((lane): Pair[] => {
    const other = there.find(({ id }) => id === lane.id)
    return other === undefined ? [] : [{ lane, other }]
  })
  const measure = lab.measures[chosen.measure]
  const lane = pairs[chosen.lane]?.lane
  return (
    <>
      <DifferenceTable pairs={pairs} variant={variant} chosen={chosen} onChoose={setChosen} />
      {series !== null && measure !== undefined && lane !== undefined && (
        <DifferenceChart
          series={series}
          column={here.findIndex(({ id }) => id === lane.id) * lab.measures.length + chosen.measure}
          otherColumn={there.findIndex(({ id }) => id === lane.id) * lab.measures.length + chosen.measure}
          title={`${lane.name}: ${measure.label}, the other minus this run`}
          unit={measure.unit}
          digits={measure.digits}
        />
      )}
    </>
  )
}

interface DifferenceTableProps {
  readonly pairs: readonly Pair[]
  readonly variant: Variant
  readonly chosen: Chosen
  readonly onChoose: (chosen: Chosen) => void
}

function DifferenceTable({ pairs, variant, chosen, onChoose }: DifferenceTableProps): JSX.Element {
  const { measures } = useStage().controller.lab
  const columns = ['this run', variant.kind === 'branch' ? 'branch' : 'changed', 'difference']
  return (
    <WideBox name="Table of differences">
      <table>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Measure
            </th>
            {pairs.map(({ lane }) => (
              <th key={lane.id} scope="colgroup" colSpan={3} className={`lane-name lane-${lane.origin}`}>
                {lane.name}
              </th>
            ))}
          </tr>
          <tr className="muted">
            {pairs.flatMap(({ lane }) =>
              columns.map((label) => (
                <th key={`${lane.id}-${label}`} scope="col">
                  {label}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {measures.map((measure, i) => (
            <tr key={measure.id}>
              <th scope="row">
                {measure.label}
                {measure.unit !== '' && <span className="unit"> {measure.unit}</span>}
              </th>
              {pairs.map((pair, j) => (
                <DifferenceCells
                  key={pair.lane.id}
                  measure={measure}
                  own={pair.lane.values[i] ?? Number.NaN}
                  theirs={pair.other.values[i] ?? Number.NaN}
                  isChosen={chosen.lane === j && chosen.measure === i}
                  onChoose={() => onChoose({ lane: j, measure: i })}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideBox>
  )
}

interface DifferenceCellsProps {
  readonly measure: MeasureSpec
  readonly own: number
  readonly theirs: number
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function DifferenceCells({ measure, own, theirs, isChosen, onChoose }: DifferenceCellsProps): JSX.Element {
  const { better, digits } = measure
  const verdict =
    better === null || !(own !== theirs) ? '' : theirs < own === (better === 'less') ? 'better' : 'worse'
  return (
    <>
      <td>{formatNumber(own, digits)}</td>
      <td>{formatNumber(theirs, digits)}</td>
      <td className={verdict}>
        <button
          type="button"
          className="term"
          aria-pressed={isChosen}
          title="Chart this difference over time"
          onClick={onChoose}
        >
          {formatChange(theirs - own, digits)}
        </button>
      </td>
    </>
  )
}

/** The measures over time of both runs, asked for again whenever the run has gone on. */
function useSeries(): ComparedSeries | null {
  const { controller } = useStage()
  const details = useLab((state) => state.details)
  const [series, setSeries] = useState<ComparedSeries | null>(null)
  useEffect(() => {
    let isCurrent = true
    void controller.series().then((answer) => {
      if (isCurrent && answer.ok) setSeries(answer.value)
    })
    return () => {
      isCurrent = false
    }
  }, [controller, details])
  return series
}
