import type { JSX } from 'react'
import type { Origin, Scenario } from '../engine/kernel/simulation.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import { useLab, useStage } from './context.ts'
import { formatNumber } from './format.ts'
import { LineUps } from './LineUp.tsx'

/** Chooses the scenario: the main ones as buttons, the others from a list; or shows the file that feeds the run. */
export function ScenarioBar({ compact }: { readonly compact: boolean }): JSX.Element {
  const { controller } = useStage()
  const { lab } = controller
  const scenario = useLab((state) => state.scenario)
  const attachment = useLab((state) => state.attachment)
  // Where there is no list of the others, the one that runs is shown nevertheless.
  const main = lab.scenarios.filter(({ id, main: isMain }) => isMain || (compact && id === scenario))
  const others = lab.scenarios.filter(({ main: isMain }) => !isMain)
  const chosen = lab.scenarios.find(({ id }) => id === scenario)
  return (
    <div className="scenarios">
      <div className="scenario-row">
        <Segmented
          label={lab.scenarioLabel}
          options={main.map(({ id, label, summary }) => ({ value: id, label, title: summary }))}
          value={attachment === null ? scenario : ''}
          onChange={(id) => controller.chooseScenario(id)}
        />
        {!compact && others.length > 0 && (
          <label className="field-inline">
            <span>or</span>
            <select
              aria-label="More scenarios"
              value={attachment === null && chosen?.main === false ? scenario : ''}
              onChange={(event) => controller.chooseScenario(event.target.value)}
            >
              <option value="" disabled>
                more scenarios…
              </option>
              <ScenarioOptions scenarios={others} />
            </select>
          </label>
        )}
        {attachment !== null && (
          <span className="chip" title={attachment.summary}>
            <b>{attachment.name}</b> {attachment.summary}
            <Button
              label="Go on without the file"
              icon="close"
              iconOnly
              tone="quiet"
              onClick={() => controller.detach()}
            />
          </span>
        )}
        {!compact && <PartChoice />}
        {!compact && attachment === null && chosen !== undefined && (
          <div className="scenario-summary">
            {chosen.summary}
            {chosen.origin !== undefined && (
              <>
                {' '}
                <ScenarioOrigin origin={chosen.origin} />
              </>
            )}
          </div>
        )}
      </div>
      {!compact && <LineUps />}
    </div>
  )
}

/** Chooses among the streams of the file that feeds the run, where it has several. */
function PartChoice(): JSX.Element | null {
  const { controller } = useStage()
  const parts = useLab((state) => (state.parts?.of === state.attachment?.id ? state.parts : null))
  if (parts === null || parts.all.length < 2) return null
  return (
    <label className="field-inline part-choice">
      <span>stream</span>
      <select
        aria-label="Stream of the file"
        value={parts.chosen ?? ''}
        onChange={(event) => void controller.choosePart(event.target.value)}
      >
        {parts.all.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The scenarios to choose from, under their headings. */
function ScenarioOptions({ scenarios }: { readonly scenarios: readonly Scenario[] }): JSX.Element {
  const groups = [...new Set(scenarios.map(({ group }) => group))]
  return (
    <>
      {groups.map((group) => {
        const options = scenarios
          .filter((scenario) => scenario.group === group)
          .map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))
        return group === undefined ? (
          options
        ) : (
          <optgroup key={group} label={group}>
            {options}
          </optgroup>
        )
      })}
    </>
  )
}

/** What a scenario was fitted to, one press away: the source, and the numbers side by side. */
function ScenarioOrigin({ origin }: { readonly origin: Origin }): JSX.Element {
  const { source, caveat, basis, figures } = origin
  return (
    <Popover className="term" label="Where from?">
      <p>Source: {source}</p>
      <table className="origin-figures">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Source</th>
            <th scope="col">Model</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ label, unit, digits, measured, model }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {[measured, model].map((value, i) => (
                <td key={i}>
                  {formatNumber(value, digits)}
                  {unit !== '' && <span className="unit"> {unit}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p>{caveat}</p>
      <p className="muted">{basis}</p>
    </Popover>
  )
}
