import { useState, type JSX } from 'react'
import { keepRehearsals, readRehearsals } from '../../src/present/kept-rehearsals.ts'
import { inWords } from '../../src/present/pace.ts'
import { clock, scaleTo } from '../../src/present/plan.ts'
import { compare, furthest, toCsv, type Compared, type Rehearsal } from '../../src/present/rehearsal.ts'
import { saveFile } from '../../src/stage/save-file.ts'
import { Button } from '../../src/ui/Button.tsx'
import type { Sheet } from '../slide-sheet.ts'
import type { TalkState } from './talk.ts'

const NOW = 'now'

interface RehearsalPaneProps {
  readonly sheets: readonly Sheet[]
  readonly talk: TalkState
}

/** What each slide took, beside its plan: of the talk that is on, and of those that were kept. */
export function RehearsalPane({ sheets, talk }: RehearsalPaneProps): JSX.Element {
  const [{ rehearsals, problem }, setKept] = useState(() => readRehearsals())
  const [chosen, setChosen] = useState(NOW)
  const drawn = sheets.map(({ seconds }) => seconds)
  const taken = talk.watch.spent.map((each) => each / 1_000)
  const kept = rehearsals.find(({ began }) => began === chosen)
  const comparison = compare(
    sheets.map(({ title }) => title),
    kept === undefined ? talk.plan : scaleTo(drawn, kept.total),
    kept?.taken ?? taken,
  )
  const keep = (): void => {
    const { began, total } = talk
    if (began === null) return
    const run: Rehearsal = { began, total, taken }
    setKept(keepRehearsals([run, ...rehearsals.filter((other) => other.began !== began)]))
    setChosen(began)
  }
  const remove = (): void => {
    setKept(keepRehearsals(rehearsals.filter(({ began }) => began !== chosen)))
    setChosen(NOW)
  }
  const { over, under } = furthest(comparison)
  return (
    <div className="rehearsal">
      <div className="rehearsal-tools">
        <label>
          Show{' '}
          <select
            value={kept === undefined ? NOW : chosen}
            onChange={({ target }) => setChosen(target.value)}
          >
            <option value={NOW}>this talk</option>
            {rehearsals.map(({ began, total }) => (
              <option key={began} value={began}>
                {new Date(began).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}, planned{' '}
                {clock(total)}
              </option>
            ))}
          </select>
        </label>
        {kept === undefined && <Button label="Keep this one" disabled={talk.began === null} onClick={keep} />}
        <Button
          label="Export CSV"
          icon="export"
          onClick={() =>
            saveFile(
              `rehearsal-${(kept?.began ?? talk.began ?? 'none').slice(0, 10)}.csv`,
              new Blob([toCsv(comparison)], { type: 'text/csv' }),
            )
          }
        />
        {kept !== undefined && <Button label="Delete this one" onClick={remove} />}
      </div>
      {problem !== null && (
        <p className="rehearsal-problem" role="alert">
          {problem}
        </p>
      )}
      <p>
        {comparison.taken === 0
          ? 'Start the clock: every slide’s time is taken while it runs.'
          : `${clock(comparison.taken)} taken, ${clock(comparison.plannedOfShown)} planned for the slides shown.`}
        {over !== null && ` Longest over: slide ${over.slide}, by ${inWords(over.over)}.`}
        {under !== null && ` Furthest under: slide ${under.slide}, by ${inWords(-under.over)}.`}
      </p>
      <Rows rows={comparison.rows} />
    </div>
  )
}

function Rows({ rows }: { readonly rows: readonly Compared[] }): JSX.Element {
  const longest = Math.max(1, ...rows.map(({ planned, taken }) => Math.max(planned, taken)))
  const width = (seconds: number): string => `${(seconds / longest) * 100}%`
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Slide</th>
          <th scope="col">planned</th>
          <th scope="col">taken</th>
          <th scope="col">difference</th>
          <th scope="col">
            <span className="rehearsal-key">outline planned, bar taken</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ slide, title, planned, taken, over, shown }) => (
          <tr key={slide} className={shown ? '' : 'not-shown'}>
            <th scope="row">
              {slide} {title}
            </th>
            <td>{clock(planned)}</td>
            <td>{shown ? clock(taken) : '–'}</td>
            <td>{shown ? `${over > 0 ? '+' : over < 0 ? '−' : ''}${Math.abs(over)} s` : '–'}</td>
            <td className="rehearsal-bars" aria-hidden="true">
              <i className="bar-planned" style={{ width: width(planned) }} />
              <i className={`bar-taken ${over > 0 ? 'bar-over' : ''}`} style={{ width: width(taken) }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
