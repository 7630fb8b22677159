import type { JSX } from 'react'
import { STAGE_NAMES, type Report } from '../../ingest/report.ts'
import { Region } from '../../ui/Region.tsx'
import { inBytes, spanOf, whole } from './words.ts'

/** What an event costs, stage by stage, and what is kept for it. */
export function StagesPanel({ report }: { readonly report: Report }): JSX.Element {
  const stages = STAGE_NAMES.map((name, i) => ({ name, ns: report.stages[i] ?? 0 })).filter(
    ({ name }) => name !== 'whiteboard',
  )
  const total = stages.reduce((sum, { ns }) => sum + ns, 0)
  const memory = [
    ['the viewers', report.viewersBytes],
    ['windows and sketches', report.windowsBytes],
    ['ids seen', report.dedupeBytes],
    ['batches', report.otherBytes],
  ] as const
  const bytes = memory.reduce((sum, [, some]) => sum + some, 0)
  return (
    <Region name="What an event costs" className="panel million-costs">
      <h2>What an event costs</h2>
      <table className="million-stages">
        <caption>
          {total.toFixed(0)} ns an event and worker, since it went on; {report.recordBytes} bytes a record
        </caption>
        <tbody>
          {stages.map(({ name, ns }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="million-cost">
                <span style={{ inlineSize: `${(100 * ns) / Math.max(1, total)}%` }} />
              </td>
              <td>{ns.toFixed(1)} ns</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="million-stages">
        <caption>{inBytes(bytes)} of memory in typed arrays</caption>
        <tbody>
          {memory.map(([name, some]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="million-cost">
                <span style={{ inlineSize: `${(100 * some) / Math.max(1, bytes)}%` }} />
              </td>
              <td>{inBytes(some)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>How far back a duplicate is known</h3>
      <p>
        {report.dedupeExact === 1
          ? `By the numbers of ${whole(report.dedupeCapacity)} producers: exact, however long ago, as long as an event comes for the first time no more than 31 behind its producer’s newest.`
          : `${whole(report.dedupeCapacity)} ids${report.dedupeSeconds > 0 ? `, which is ${spanOf(report.dedupeSeconds)} at this rate` : ''}; ${whole(report.dedupeForgotten)} forgotten so far. A new id is taken for a duplicate 3.5 times in a thousand million.`}
      </p>
    </Region>
  )
}
