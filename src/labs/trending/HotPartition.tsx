import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import { PARTITIONS, TOPIC } from '../../engine/ingest/codes.ts'
import type { PartitionsFrame } from '../../engine/ingest/plane/frame.ts'
import { formatNumber } from '../../stage/format.ts'
import { span } from './plane/layout.ts'

type Spread = Pick<PartitionsFrame, 'topics' | 'readers' | 'fullest'>

interface HotPartitionProps {
  readonly spread: Spread
  readonly titleOf: (title: number) => string
}

/** Times the mean from which a partition is called hot, if its reader cannot keep up with it. */
const HOT = 1.5
/** Seconds. */
const MINUTE = 60

/** The partition of players' events that gets more than its reader can take; null while there is none. */
export function hotPartition({ topics, readers, fullest }: Spread): number | null {
  const { rate, skew } = at(topics, TOPIC.playback)
  const isHot = fullest !== null && skew > HOT && at(rate, fullest.partition) > at(readers, TOPIC.playback)
  return isHot ? fullest.partition : null
}

/** In words, kept true by the frame: which partition is hot, why, and how its reader is doing. */
export function HotPartition({ spread, titleOf }: HotPartitionProps): JSX.Element | null {
  const { fullest } = spread
  if (fullest === null) return <p>Nothing has come in yet.</p>
  const { rate, skew } = at(spread.topics, TOPIC.playback)
  const times = formatNumber(skew, 1)
  if (hotPartition(spread) === null)
    return (
      <p>
        <b>No partition is hot.</b> The fullest, {fullest.partition}, has {times} times the mean.{' '}
        {sayBacklog(spread)}
      </p>
    )
  const share = (100 * skew) / PARTITIONS
  const room = at(spread.readers, TOPIC.playback)
  const own = at(rate, fullest.partition)
  return (
    <p>
      <b>
        Partition {fullest.partition} gets {formatNumber(share, 0)} % of players’ events
      </b>{' '}
      where an even share is {100 / PARTITIONS} %: {times} times the mean.{' '}
      {fullest.title >= 0 && 2 * fullest.aboutTitle > fullest.looked && (
        <>
          Of its newest {fullest.looked} records {fullest.aboutTitle} are about {titleOf(fullest.title)}.{' '}
        </>
      )}
      {formatNumber(own, 1)} records a second come in and its reader takes {formatNumber(room, 1)}: it falls
      behind by <b>{formatNumber(own - room, 1)} every second</b>. {sayOthers(rate, room)}
      {sayBacklog(spread)}
    </p>
  )
}

/** How many partitions beside the fullest get too much. */
function sayOthers(rate: Float64Array, room: number): string {
  const others = rate.filter((one) => one > room).length - 1
  return others === 0
    ? ''
    : `So do the readers of ${others} ${others === 1 ? 'other partition' : 'others'}, more slowly. `
}

/** Of the readers that have a minute's work before them and more, and catch up: how long the last of them will be at it. */
function sayBacklog({ topics, readers }: Spread): string {
  const { lag, rate, wait } = at(topics, TOPIC.playback)
  if (Math.max(...wait) < 2 * SECOND) return 'Every reader keeps up.'
  const room = at(readers, TOPIC.playback)
  const caught = [...lag.keys()].filter((i) => at(lag, i) > MINUTE * room && at(rate, i) < room)
  const most = Math.max(...caught.map((i) => at(lag, i)))
  const worst = caught.find((i) => at(lag, i) === most)
  if (worst === undefined) return ''
  const left = span((SECOND * most) / (room - at(rate, worst)))
  return `${formatNumber(most, 0)} records wait in partition ${worst} from before. Another key does not move them: its reader is at them for ${left} more.`
}
