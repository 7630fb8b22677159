import type { JSX, ReactNode } from 'react'
import { medianOf } from '../../speed/rate.ts'
import type { Series, Task } from '../../speed/protocol.ts'
import { Button } from '../../ui/Button.tsx'
import { Region } from '../../ui/Region.tsx'
import { Bars, type Bar } from './Bars.tsx'
import { short } from './numbers.ts'
import { useMeasurement } from './use-measurement.ts'

interface MeasuredProps {
  readonly task: Task
  readonly title: string
  /** What is measured and what it stands for. */
  readonly children: ReactNode
  /** The result in a sentence. */
  readonly verdict: (median: (id: string) => number) => string
  /** What others say, beside it. */
  readonly beside?: (median: ((id: string) => number) | null) => ReactNode
}

/** One thing that can be measured on this device, by a press. */
export function Measured({ task, title, children, verdict, beside }: MeasuredProps): JSX.Element {
  const { series, progress, problem, start, cancel } = useMeasurement(task)
  const median = series === null ? null : medianIn(series)
  return (
    <Region name={title} className="panel speed-card">
      <h2>{title}</h2>
      {children}
      <p className="speed-actions">
        {progress === null ? (
          <Button
            label={series === null ? 'Measure on this device' : 'Measure again'}
            tone={series === null ? 'strong' : 'plain'}
            onClick={start}
          />
        ) : (
          <>
            <progress value={progress.done} max={progress.of} aria-label={`Measuring: ${title}`} />
            <Button label="Cancel" onClick={cancel} />
          </>
        )}
      </p>
      {problem !== null && (
        <p className="speed-problem" role="alert">
          Not measured: {problem}.
        </p>
      )}
      {series !== null && median !== null && (
        <>
          <p role="status" className="speed-verdict">
            {verdict(median)}
          </p>
          <SeriesBars series={series} />
        </>
      )}
      {beside?.(median)}
    </Region>
  )
}

const medianIn =
  (series: readonly Series[]) =>
  (id: string): number =>
    medianOf(series.find((candidate) => candidate.id === id)?.values ?? [])

function SeriesBars({ series }: { readonly series: readonly Series[] }): JSX.Element {
  const most = Math.max(...series.flatMap(({ values }) => values))
  const bars = series.map(({ id, label, unit, values }): Bar => {
    const range = `${short(Math.min(...values))} to ${short(Math.max(...values))}`
    const value = medianOf(values)
    return { id, label, value, text: `${short(value)} ${unit}`, about: range, kind: 'yours' }
  })
  const runs = series[0]?.values.length ?? 0
  return (
    <Bars
      caption={`Here and now: the middle of ${runs} runs, and the least and the most`}
      bars={bars}
      from={0}
      to={most}
    />
  )
}
