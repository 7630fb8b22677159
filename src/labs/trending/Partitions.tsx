import { useRef, type JSX, type KeyboardEvent, type PointerEvent } from 'react'
import { at } from '../../shared/assert.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { PARTITIONS, TOPIC, TOPICS } from '../../engine/ingest/codes.ts'
import { LEAST_ROOM, READER_ROOM } from '../../engine/ingest/plane/codes.ts'
import type { PartitionsFrame } from '../../engine/ingest/plane/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { formatNumber } from '../../stage/format.ts'
import type { KeepRequest } from '../../storage/protocol.ts'
import { Region } from '../../ui/Region.tsx'
import { useWidth } from '../../view/use-size.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { chosenPartition, PartitionCard, partitionThing } from './PartitionCard.tsx'
import { hotPartition, HotPartition } from './HotPartition.tsx'
import { KEYING_CHOICES, Keyings } from './Keyings.tsx'
import { LARGE_ROW, ROW, sayWait, SpreadBars } from './SpreadBars.tsx'
import './traffic.css'

interface PartitionsProps extends Pick<LabViewProps<unknown>, 'selected' | 'select' | 'act' | 'compact'> {
  readonly spread: PartitionsFrame
  readonly titleOf: (title: number) => string
  /** Hands over a partition as files, by its place over all topics; null where there is nobody to keep it. */
  readonly getLog: ((place: number) => Promise<Outcome<KeepRequest>>) | null
}

const WIDTH_BEFORE_MEASURING = 880
/** Players' events, drawn large; the other topics below. */
const topOf = (topic: number): number => (topic === 0 ? 0 : LARGE_ROW + (topic - 1) * ROW)

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
  const [chosen, hot] = [chosenPartition(selected), hotPartition(spread)]
  const pick = (topic: number, partition: number): void => select(partitionThing(topic, partition))
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moved(chosen, event.key, hot ?? 0)
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
      {!compact && <Terms />}
      <Segmented
        label="Keyed by"
        options={KEYING_CHOICES}
        value={spread.keying}
        onChange={(value) => act({ kind: 'set', key: 'keying', value }, null, null)}
      />
      <HotPartition {...{ spread, titleOf }} />
      <div ref={box}>
        <div
          className="partitions-picture"
          role="application"
          aria-label={`${describe(spread)} Arrow keys choose a partition.`}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <svg width={width} height={topOf(TOPICS.length)} aria-hidden="true">
            {TOPICS.map((name, topic) => (
              <SpreadBars
                key={name}
                name={name}
                spread={at(spread.topics, topic)}
                top={topOf(topic)}
                width={width}
                most={mostOf(spread, topic)}
                {...(topic === TOPIC.playback && { large: { room: at(spread.readers, topic), hot } })}
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
      {!compact && <Keyings {...{ spread, titleOf, width }} />}
      {!compact && <Words />}
    </Region>
  )
}

/** The rate that fills a topic's row; what a reader takes is seen in the large one. */
const mostOf = ({ topics, readers }: PartitionsFrame, topic: number): number =>
  Math.max(...at(topics, topic).rate, topic === TOPIC.playback ? 1.3 * at(readers, topic) : 0)

const Terms = (): JSX.Element => (
  <p className="muted small">
    A topic is cut into fifty partitions: logs of their own, each with one reader. A record’s key decides
    where it goes: the same key, the same partition. A key that much of the traffic has is hot. A salt is a
    number put behind a key, so that it becomes several.
  </p>
)

const Words = (): JSX.Element => (
  <p className="muted small">
    A bar is what came in the last ten seconds, against the fullest of its row; what hangs below is what its
    reader has not taken yet, against the longest of its row. In the first row the part of a bar that is more
    than a reader takes has the colour of what waits: it goes there. Each partition has one reader, which
    takes at most {READER_ROOM} times an even share of what its topic is expected to carry, or {LEAST_ROOM}{' '}
    records a second if that is more. How long a wait is: how long ago the record was appended that its reader
    comes to next. Press a bar for its newest records.
  </p>
)

function describe({ topics }: PartitionsFrame): string {
  const told = TOPICS.map((name, i) => {
    const spread = at(topics, i)
    const behind = spread.lag.reduce((a, b) => a + b, 0)
    return `${name}: the fullest has ${formatNumber(spread.skew, 1)} times the mean, ${formatNumber(behind, 0)} records wait${sayWait(spread)}.`
  })
  return told.join(' ')
}

/** The partition that a key leads to, to begin with `first` of the first topic; null for other keys. */
function moved(
  chosen: readonly [number, number] | null,
  key: string,
  first: number,
): [number, number] | null {
  const [topic, partition] = chosen ?? [0, 0]
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[key]
  if (step === undefined) return null
  if (chosen === null) return [0, first]
  const [down = 0, right = 0] = step
  const clamp = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value))
  return [clamp(topic + down, TOPICS.length), clamp(partition + right, PARTITIONS)]
}
