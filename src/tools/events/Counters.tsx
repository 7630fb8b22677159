import type { JSX } from 'react'
import type { Summary } from '../../events/protocol.ts'
import { Icon } from '../../ui/icons.tsx'
import { Region } from '../../ui/Region.tsx'
import { n } from './words.ts'

interface Part {
  readonly name: string
  readonly count: number
  /** Its colour: an idea of the house. */
  readonly tone: 'fine' | 'late' | 'lost'
  readonly means: string
}

/** Where every line of the file is: three sums that hold, each side counted in a place of its own. */
export function Counters({ summary: { counts } }: { readonly summary: Summary }): JSX.Element {
  const { received, accepted, rejected, unique, duplicate, onTime, late, tooLate, blank, raised, replayed } =
    counts
  return (
    <Region name="Where every line is" className="panel events-counters">
      <h2>Where every line is</h2>
      <Identity
        whole="received"
        count={received}
        parts={[
          { name: 'accepted', count: accepted, tone: 'fine', means: 'sound events' },
          { name: 'rejected', count: rejected, tone: 'lost', means: 'dead letters: they broke a rule' },
        ]}
      />
      <Identity
        whole="accepted"
        count={accepted}
        parts={[
          { name: 'unique', count: unique, tone: 'fine', means: 'their id came for the first time' },
          { name: 'duplicate', count: duplicate, tone: 'late', means: 'an id that came before' },
        ]}
      />
      <Identity
        whole="unique"
        count={unique}
        parts={[
          { name: 'on time', count: onTime, tone: 'fine', means: 'before the watermark passed their minute' },
          { name: 'late', count: late, tone: 'late', means: 'their minute fired again with them' },
          { name: 'too late', count: tooLate, tone: 'lost', means: 'their minute had closed: set aside' },
        ]}
      />
      <p className="muted small">
        {[
          blank > 0 ? `${n(blank)} blank lines or header` : '',
          replayed > 0 ? `${n(replayed)} were dead letters first` : '',
          raised > 0
            ? `${n(raised)} say that they were received before the line above them; they count as received with it`
            : '',
        ]
          .filter((note) => note !== '')
          .join(' · ')}
      </p>
    </Region>
  )
}

function Identity({
  whole,
  count,
  parts,
}: {
  readonly whole: string
  readonly count: number
  readonly parts: readonly Part[]
}): JSX.Element {
  const sum = parts.reduce((total, part) => total + part.count, 0)
  const holds = sum === count
  return (
    <div className="identity">
      <p className="identity-words">
        <span className="identity-part">
          <b>{n(count)}</b> {whole}
        </span>
        {parts.map(({ name, count: part, tone, means }, i) => (
          <span key={name} className="identity-part" title={means}>
            <span aria-hidden="true" className="identity-sign">
              {i === 0 ? '=' : '+'}
            </span>
            <i className={`swatch tone-${tone}`} aria-hidden="true" />
            <b>{n(part)}</b> {name}
          </span>
        ))}
        <span className={holds ? 'identity-holds' : 'identity-broken'}>
          <Icon name={holds ? 'check' : 'warning'} /> {holds ? 'holds' : `is ${n(sum)}`}
        </span>
      </p>
      <div className="identity-bar" aria-hidden="true">
        {parts.map(({ name, count: part, tone }) => (
          <span
            key={name}
            className={`tone-${tone}`}
            style={{ flexGrow: part, minWidth: part > 0 ? 3 : 0 }}
          />
        ))}
      </div>
    </div>
  )
}
