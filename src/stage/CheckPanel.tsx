import type { JSX } from 'react'
import type { Check } from '../engine/kernel/engine.ts'
import { Icon } from '../ui/icons.tsx'
import { Region } from '../ui/Region.tsx'
import { WideBox } from '../ui/WideBox.tsx'
import { useLab, useStage } from './context.ts'
import { formatNumber, formatTolerance } from './format.ts'

/** Predictions beside measurements. A row outside its tolerance turns red. */
export function CheckPanel(): JSX.Element {
  const { controller } = useStage()
  const checks = useLab((state) => state.checks) ?? []
  const hash = useLab((state) => state.details?.hash)
  const failed = checks.filter((check) => !holds(check))
  return (
    <Region name="Check it" className="panel">
      <h3>Check it</h3>
      <p className="muted">
        Each prediction is reached by another way than the number beside it: a law, a formula, or a second
        count.{' '}
        {checks.length > 0 &&
          (failed.length === 0
            ? `All ${checks.length} hold.`
            : `${failed.length} of ${checks.length} do not hold.`)}
      </p>
      <WideBox name="Table of checks">
        <table className="checks">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Predicted</th>
              <th scope="col">Measured</th>
              <th scope="col">May differ by</th>
              <th scope="col">Holds</th>
              <th scope="col">From</th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <tr key={check.id} className={holds(check) ? '' : 'check-failed'}>
                <th scope="row">{check.label}</th>
                <td>{inUnit(check.predicted, check)}</td>
                <td>{inUnit(check.measured, check)}</td>
                <td>{sayTolerance(check)}</td>
                <td>
                  <Icon name={holds(check) ? 'check' : 'warning'} /> {holds(check) ? 'yes' : 'no'}
                </td>
                <td className="check-source">{check.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideBox>
      <p className="muted small">
        Trace hash <code>{hash ?? '…'}</code>: the same seed, settings and changes give the same one, at any
        speed, in any browser, and in the terminal.
      </p>
      <details>
        <summary>What the model leaves out</summary>
        <ul>
          {controller.lab.leavesOut.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
    </Region>
  )
}

const holds = ({ predicted, measured, tolerance }: Check): boolean =>
  Math.abs(predicted - measured) <= tolerance

const inUnit = (value: number, { unit, tolerance }: Check): string =>
  `${formatNumber(value, Number.isInteger(value) ? 0 : tolerance > 0 && tolerance < 0.01 ? 4 : 2)} ${unit}`

const sayTolerance = ({ tolerance, unit }: Check): string => {
  const said = formatTolerance(tolerance)
  return /^\d/.test(said) ? `${said} ${unit}` : said
}
