import type { JSX } from 'react'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import { grouped } from './words.ts'

/** The three sums that hold after every tick, both sides counted in different places. */
export function Sums({ frame: { counts } }: { readonly frame: TrendingFrame }): JSX.Element {
  const { received, accepted, rejected, unique, duplicate, onTime, late, tooLate } = counts
  const sums = [
    {
      whole: ['received', received],
      parts: [
        ['accepted', accepted],
        ['rejected', rejected],
      ],
    },
    {
      whole: ['accepted', accepted],
      parts: [
        ['unique', unique],
        ['duplicate', duplicate],
      ],
    },
    {
      whole: ['unique', unique],
      parts: [
        ['on time', onTime],
        ['late', late],
        ['too late', tooLate],
      ],
    },
  ] as const
  return (
    <ul className="sums" aria-label="Sums">
      {sums.map(({ whole: [name, count], parts }) => {
        const sum = parts.reduce((total, [, part]) => total + part, 0)
        return (
          <li key={name} className={sum === count ? '' : 'is-wrong'}>
            {name} <b>{grouped(count)}</b> {sum === count ? '=' : '≠'}{' '}
            {parts.map(([part, of], i) => (
              <span key={part}>
                {i > 0 && ' + '}
                {part} <b>{grouped(of)}</b>
              </span>
            ))}
          </li>
        )
      })}
    </ul>
  )
}
