import { useState, type JSX } from 'react'
import type { StreamLane } from '../../engine/flow/streams/settings.ts'
import type { Judged } from '../../streams/protocol.ts'
import { Region } from '../../ui/Region.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import type { Run } from './use-streams.ts'
import { inWords } from './words.ts'

const LANES = [
  { value: 'push', label: 'Source that pushes' },
  { value: 'pull', label: 'Source that is pulled' },
]

/** What the standard says of a run, the model's numbers, and this browser's, line by line. */
export function Comparison({ run }: { readonly run: Run }): JSX.Element {
  const [lane, setLane] = useState<StreamLane>('pull')
  const { judged } = run.lanes[lane]
  const all = [...run.lanes.push.judged, ...run.lanes.pull.judged]
  const differing = all.filter(({ verdict }) => verdict === 'differs').length
  const agreeing = all.filter(({ verdict }) => verdict === 'agrees').length
  return (
    <Region name="The standard and this browser" className="panel streams-comparison">
      <h2>The standard and this browser</h2>
      <p>
        The model does what the Streams Standard’s algorithms say, in simulated time; this browser’s numbers
        were measured, in real time. Judged is only what doesn’t depend on timing: counts, order, sums, and
        how far a queue can go. How full a queue got that nothing bounds, and how long anything took, is shown
        and not judged.
      </p>
      <p role="status" className="streams-verdict">
        {differing === 0
          ? `${agreeing} lines agree, none differs.`
          : `${differing} of ${agreeing + differing} lines differ.`}
      </p>
      <Segmented
        label="Chain"
        options={LANES}
        value={lane}
        onChange={(value) => setLane(value === 'push' ? 'push' : 'pull')}
      />
      <div className="streams-table" tabIndex={0} role="region" aria-label="Line by line">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Must be</th>
              <th scope="col">Model, simulated</th>
              <th scope="col">Here, measured</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {judged.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      </div>
    </Region>
  )
}

function Line({ line }: { readonly line: Judged }): JSX.Element {
  const { what, unit, must, model, here, verdict } = line
  const say = (value: number | null): string => (value === null ? '—' : inWords(value, unit))
  return (
    <tr className={`verdict-${verdict.replace(' ', '-')}`}>
      <th scope="row">{what}</th>
      <td data-label="must be">
        {must === null ? 'depends on timing' : `${must.be === '=' ? '' : must.be} ${say(must.value)}`}
      </td>
      <td data-label="model">{say(model)}</td>
      <td data-label="here">{say(here)}</td>
      <td className="streams-said">{verdict}</td>
    </tr>
  )
}
