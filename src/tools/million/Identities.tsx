import type { JSX } from 'react'
import { LATENESS_BUCKETS, RULES } from '../../engine/ingest/codes.ts'
import type { Report } from '../../ingest/report.ts'
import { Region } from '../../ui/Region.tsx'
import { whole } from './words.ts'

type Part = readonly [name: string, count: number]

/** What was received, and what became of all of it. */
export function Identities({ report }: { readonly report: Report }): JSX.Element {
  const { received, accepted, rejected, unique, duplicate, onTime, late, tooLate, lawsBroken } = report
  return (
    <Region name="Nothing is lost" className="panel">
      <h2>Nothing is lost</h2>
      <ul className="million-identities">
        <Identity
          sum={['received', received]}
          parts={[
            ['accepted', accepted],
            ['rejected', rejected],
          ]}
        />
        <Identity
          sum={['accepted', accepted]}
          parts={[
            ['unique', unique],
            ['duplicate', duplicate],
          ]}
        />
        <Identity
          sum={['unique', unique]}
          parts={[
            ['on time', onTime],
            ['late', late],
            ['too late', tooLate],
          ]}
        />
      </ul>
      <p role="status" className={lawsBroken === 0 ? 'muted small' : 'million-problem'}>
        {lawsBroken === 0
          ? 'These three and seven more laws of conservation hold, from the viewers to the ends of the logs.'
          : `${lawsBroken} of ten laws of conservation do not hold.`}
      </p>
      <details>
        <summary>What was refused, and how late events came</summary>
        <div className="million-details">
          <Counts
            title="Refused, by the rule it broke"
            names={RULES.map(({ name }) => name)}
            counts={report.rejectedBy}
          />
          <Counts title="Accepted once, by lateness" names={LATENESS_BUCKETS} counts={report.lateness} />
          <Counts
            title="On the way"
            names={[
              'held back on devices',
              'of wrong clocks',
              'made by bots',
              'unacknowledged in a crash',
              'lost as drawn',
            ]}
            counts={[report.held, report.skewed, report.bots, report.unacknowledged, report.drawnLost]}
          />
        </div>
      </details>
    </Region>
  )
}

function Identity({ sum, parts }: { readonly sum: Part; readonly parts: readonly Part[] }): JSX.Element {
  const holds = parts.reduce((total, [, count]) => total + count, 0) === sum[1]
  return (
    <li>
      <Number part={sum} />
      <span className="million-sign">{holds ? '=' : '≠'}</span>
      {parts.map((part, i) => (
        <span key={part[0]} className="million-part">
          {i > 0 && <span className="million-sign">+</span>}
          <Number part={part} />
        </span>
      ))}
    </li>
  )
}

const Number = ({ part: [name, count] }: { readonly part: Part }): JSX.Element => (
  <span className="million-number">
    <strong>{whole(count)}</strong> <span className="muted">{name}</span>
  </span>
)

interface CountsProps {
  readonly title: string
  readonly names: readonly string[]
  readonly counts: readonly number[]
}

const Counts = ({ title, names, counts }: CountsProps): JSX.Element => (
  <table>
    <caption>{title}</caption>
    <tbody>
      {names.map(
        (name, i) =>
          name !== 'ok' && (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{whole(counts[i] ?? 0)}</td>
            </tr>
          ),
      )}
    </tbody>
  </table>
)
