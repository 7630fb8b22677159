import { useRef, type JSX, type KeyboardEvent, type PointerEvent } from 'react'
import { at } from '../../shared/assert.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { KEYINGS, PARTITIONS, TOPICS, type Keying } from '../../engine/ingest/codes.ts'
import { LEAST_ROOM, READER_ROOM } from '../../engine/ingest/plane/codes.ts'
import type { PartitionsFrame } from '../../engine/ingest/plane/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { formatNumber } from '../../stage/format.ts'
import type { KeepRequest } from '../../storage/protocol.ts'
import { Region } from '../../ui/Region.tsx'
import { useWidth } from '../../view/use-size.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { chosenPartition, PartitionCard, partitionThing } from './PartitionCard.tsx'
import { sayWait, SpreadBars } from './SpreadBars.tsx'
import './traffic.css'

interface PartitionsProps extends Pick<LabViewProps<unknown>, 'selected' | 'select' | 'act' | 'compact'> {
  readonly spread: PartitionsFrame
  readonly titleOf: (title: number) => string
  /** Hands over a partition as files, by its place over all topics; null where there is nobody to keep it. */
  readonly getLog: ((place: number) => Promise<Outcome<KeepRequest>>) | null
}

const WIDTH_BEFORE_MEASURING = 880
const ROW = 56
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

const CHOICES = KEYINGS.map((value) => ({ value, label: SHORT_WORDS[value], title: NAME_WORDS[value] }))

/** The log: six topics of fifty partitions, how full each is and what no reader has taken yet; and other ways to key it. */
export function Partitions({
  spread,
  titleOf,
  getLog,
  selected,
  select,
  act,
  compact,
}: PartitionsProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, WIDTH_BEFORE_MEASURING)
  const chosen = chosenPartition(selected)
  const pick = (topic: number, partition: number): void => select(partitionThing(topic, partition))
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moved(chosen, event.key)
    if (next === null && !(event.key === 'Escape' && chosen !== null)) return
    if (next === null) select(null)
    else pick(...next)
    event.preventDefault()
    event.stopPropagation()
  }
  const onPointerDown = (event: PointerEvent<SVGElement>, topic: number): void => {
    const { left, width: wide } = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - left) / Math.max(1, wide)
    pick(topic, Math.min(PARTITIONS - 1, Math.max(0, Math.floor(share * PARTITIONS))))
  }
  return (
    <Region name="Partitions" className="partitions">
      <h2>Partitions: how full, and how far behind their readers are</h2>
      <Segmented
        label="Keyed by"
        options={CHOICES}
        value={spread.keying}
        onChange={(value) => act({ kind: 'set', key: 'keying', value }, null, null)}
      />
      <div ref={box}>
        <div
          className="partitions-picture"
          role="application"
          aria-label={`${describe(spread)} Arrow keys choose a partition.`}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <svg width={width} height={ROW * TOPICS.length} aria-hidden="true">
            {TOPICS.map((name, topic) => (
              <SpreadBars
                key={name}
                name={name}
                spread={at(spread.topics, topic)}
                top={topic * ROW}
                width={width}
                most={Math.max(...at(spread.topics, topic).rate)}
                chosen={chosen?.[0] === topic ? chosen[1] : null}
                onPick={(event) => onPointerDown(event, topic)}
              />
            ))}
          </svg>
        </div>
      </div>
      {chosen !== null && (
        <PartitionCard {...{ spread, chosen, titleOf, getLog }} onClose={() => select(null)} />
      )}
      {!compact && <Keyings spread={spread} width={width} />}
      {!compact && <Words />}
    </Region>
  )
}

const Words = (): JSX.Element => (
  <p className="muted small">
    A bar is what came in the last ten seconds, against the fullest of its row; what hangs below is what its
    reader has not taken yet, against the longest of its row. Each partition has one reader, which takes at
    most {READER_ROOM} times an even share of what its topic is expected to carry, or {LEAST_ROOM} records a
    second if that is more. How long a wait is: how long ago the record was appended that its reader comes to
    next. Press a bar for its newest records.
  </p>
)

interface KeyingsProps {
  readonly spread: Pick<PartitionsFrame, 'keyings' | 'keying'>
  readonly width: number
}

/** The same events of players, spread over fifty places in four ways (Y72). On one scale. */
function Keyings({ spread: { keyings, keying: chosen }, width }: KeyingsProps): JSX.Element {
  const most = Math.max(...keyings.flatMap(({ rate }) => [...rate]))
  const told = KEYINGS.map(
    (keying, i) =>
      `${NAME_WORDS[keying]}: the fullest has ${formatNumber(at(keyings, i).skew, 1)} times the mean${sayWait(at(keyings, i))}.`,
  )
  return (
    <figure className="keyings">
      <figcaption>
        The same events of players, keyed in other ways: a hot title is spread by its viewers already, and a
        partition of its own makes the hot spot.
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
          />
        ))}
      </svg>
    </figure>
  )
}

function describe({ topics }: PartitionsFrame): string {
  const told = TOPICS.map((name, i) => {
    const spread = at(topics, i)
    const behind = spread.lag.reduce((a, b) => a + b, 0)
    return `${name}: the fullest has ${formatNumber(spread.skew, 1)} times the mean, ${formatNumber(behind, 0)} records wait${sayWait(spread)}.`
  })
  return told.join(' ')
}

/** The partition that a key leads to; null for other keys. */
function moved(chosen: readonly [number, number] | null, key: string): [number, number] | null {
  const [topic, partition] = chosen ?? [0, 0]
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[key]
  if (step === undefined) return null
  if (chosen === null) return [0, 0]
  const [down = 0, right = 0] = step
  const clamp = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value))
  return [clamp(topic + down, TOPICS.length), clamp(partition + right, PARTITIONS)]
}
