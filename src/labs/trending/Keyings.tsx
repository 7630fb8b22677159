import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { KEYINGS, type Keying } from '../../engine/ingest/codes.ts'
import type { PartitionsFrame } from '../../engine/ingest/plane/frame.ts'
import { formatNumber } from '../../stage/format.ts'
import { ROW, sayWait, SpreadBars } from './SpreadBars.tsx'

const NAME_WORDS: Readonly<Record<Keying, string>> = {
  user: 'By user',
  dedicated: 'A partition of its own for what is hot, as drawn',
  title: 'By title, as the counting needs it',
  salted: 'By title in 16 parts, put together afterwards',
}

const SHORT_WORDS: Readonly<Record<Keying, string>> = {
  user: 'By user',
  dedicated: 'Hot ones apart',
  title: 'By title',
  salted: 'Title in 16 parts',
}

/** The ways to key the topics, for a group of buttons. */
export const KEYING_CHOICES = KEYINGS.map((value) => ({
  value,
  label: SHORT_WORDS[value],
  title: NAME_WORDS[value],
}))

interface KeyingsProps {
  readonly spread: Pick<PartitionsFrame, 'keyings' | 'keying' | 'hottest'>
  readonly titleOf: (title: number) => string
  readonly width: number
}

/** The same events of players, spread over fifty places in four ways (Y72), on one scale; and where one title lies then. */
export function Keyings({
  spread: { keyings, keying: chosen, hottest },
  titleOf,
  width,
}: KeyingsProps): JSX.Element {
  const most = Math.max(...keyings.flatMap(({ rate }) => [...rate]))
  const told = KEYINGS.map(
    (keying, i) =>
      `${NAME_WORDS[keying]}: the fullest has ${formatNumber(at(keyings, i).skew, 1)} times the mean${sayWait(at(keyings, i))}, and one title lies in ${at(hottest.places, i)} partitions.`,
  )
  return (
    <figure className="keyings">
      <figcaption>
        The same events of players, keyed in four ways: a hot title is spread by its viewers already, and a
        partition of its own makes the hot spot. What it costs to spread it: {titleOf(hottest.title)}, with{' '}
        {formatNumber(100 * hottest.share, 0)} % of the events, lies in as many partitions as stands at the
        end of each row. So many readers count a part of it, and a second step puts the parts together; its
        events are in order only within each part.
      </figcaption>
      <svg width={width} height={ROW * KEYINGS.length} role="img" aria-label={told.join(' ')}>
        {KEYINGS.map((keying, i) => (
          <SpreadBars
            key={keying}
            name={`${NAME_WORDS[keying]}${keying === chosen ? ', as now' : ''}`}
            shortName={SHORT_WORDS[keying]}
            spread={at(keyings, i)}
            top={i * ROW}
            width={width}
            most={most}
            chosen={null}
            isDrawn={keying === 'dedicated'}
            places={at(hottest.places, i)}
          />
        ))}
      </svg>
    </figure>
  )
}
