import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type {
  BrokerFrame,
  LaneFrame,
  ReplicaFrame,
  ReplicationFrame,
} from '../../engine/log/replication/frame.ts'
import { line, sketchLine } from '../../view/paths.ts'
import { Blocks, CutTails } from './Blocks.tsx'
import { BLOCK, type LanePlace, type Layout, type RowPlace } from './layout.ts'
import { LedgerStrip } from './LedgerStrip.tsx'
import { Wire } from './Wire.tsx'
import { isrWords, roleWords } from './words.ts'

interface LanePictureProps {
  readonly frame: ReplicationFrame
  readonly lane: LaneFrame
  readonly place: LanePlace
  readonly layout: Layout
}

/** One lane: its brokers as rows of the same offsets, what is under way between them, and what the client was told. */
export function LanePicture({ frame, lane, place, layout }: LanePictureProps): JSX.Element {
  const { left, right, width, narrow } = layout
  const { summary, origin, isKafka } = lane
  const clip = useId()
  return (
    <g className={`cluster cluster-${origin}`}>
      <text className="lane-title" x={4} y={place.top + 16}>
        {lane.name}
      </text>
      <text className="lane-tally" x={width - 4} y={place.top + 16} textAnchor="end">
        {narrow ? '' : [isrWords(lane), `${summary.ok} told “ok”`].filter((text) => text !== '').join(' · ')}
        {summary.lost > 0 && (
          <tspan className="tally-lost">
            {narrow ? '' : ', '}
            {summary.lost} of them lost
          </tspan>
        )}
        {summary.duplicates > 0 && <tspan className="tally-lost"> · {summary.duplicates} stored twice</tspan>}
        {!narrow && summary.failed > 0 && <tspan className="tally-failed"> · {summary.failed} failed</tspan>}
      </text>
      <clipPath id={clip}>
        <rect x={left - 2} y={place.top} width={right - left + 4} height={place.bottom - place.top} />
      </clipPath>
      {place.rows.map((row) => {
        const broker = lane.brokers.find(({ id }) => id === row.broker)
        const replica = broker?.replicas.find(({ partition }) => partition === row.partition)
        if (broker === undefined || replica === undefined) return null
        return (
          <Row
            key={`${row.partition}.${row.broker}`}
            lane={lane}
            broker={broker}
            replica={replica}
            row={row}
            first={at(place.first, row.partition)}
            layout={layout}
            clip={clip}
          />
        )
      })}
      {isKafka && <Watermarks lane={lane} place={place} layout={layout} />}
      <Readers lane={lane} place={place} layout={layout} />
      {!narrow && <Wire frame={frame} lane={lane} place={place} layout={layout} />}
      <LedgerStrip lane={lane} y={place.ledger} layout={layout} />
    </g>
  )
}

interface RowProps {
  readonly lane: LaneFrame
  readonly broker: BrokerFrame
  readonly replica: ReplicaFrame
  readonly row: RowPlace
  readonly first: number
  readonly layout: Layout
  readonly clip: string
}

/** A broker's replica: who it is, what it holds, where it ends. */
function Row({ lane, broker, replica, row, first, layout, clip }: RowProps): JSX.Element {
  const { left, right, cell, narrow } = layout
  const words = roleWords(lane, broker, row.partition, narrow)
  const isLeader = replica.role === 'leader'
  const isFormer = isLeader && lane.partitions[row.partition]?.leader !== broker.id
  const x = (offset: number): number => left + (offset - first) * cell
  const end = x(replica.logEnd)
  const sketched = !lane.isKafka
  const rail = row.top + BLOCK + 1.5
  const name =
    lane.partitions.length > 1
      ? `B${broker.id} · p${row.partition}`
      : narrow
        ? `B${broker.id}`
        : `Broker ${broker.id}`
  return (
    <g className={`replica replica-${broker.state} ${isLeader ? 'replica-leader' : ''}`}>
      <BrokerMark broker={broker} x={10} y={row.middle} />
      <text className="broker-name" x={22} y={row.middle - 3}>
        {name}
        {broker.isCutOff && <tspan className="word-cut"> cut off</tspan>}
      </text>
      <text
        className={`broker-role ${isFormer ? 'role-former' : isLeader ? 'role-leader' : ''}`}
        x={22}
        y={row.middle + 10}
      >
        {isLeader && !isFormer && '★ '}
        {words}
        {isLeader && lane.isKafka && !narrow && ` · epoch ${replica.leaderEpoch}`}
        {broker.backlog > 0 && !narrow && ` · ${broker.backlog} waiting`}
      </text>
      <path
        className="rail"
        d={sketched ? sketchLine(left, rail, right, rail, row.broker) : line(left, rail, right, rail)}
      />
      <g clipPath={`url(#${clip})`}>
        <Blocks replica={replica} x={x} y={row.top} cell={cell} sketched={sketched} />
        <CutTails replica={replica} x={x} y={row.top + BLOCK + 4} />
      </g>
      {replica.logEnd > 0 && replica.logEnd <= first && (
        <text className="broker-role" x={left + 4} y={row.middle + 4}>
          {narrow ? `◂ ${replica.logEnd}` : `◂ ends at offset ${replica.logEnd}`}
        </text>
      )}
      {isLeader && replica.logEnd > first && (
        <g className="leo">
          <path d={`M${end + 1},${row.top - 1}v${BLOCK + 2}`} />
          <text x={end + 5} y={row.middle + 4}>
            {narrow ? '' : 'LEO '}
            {replica.logEnd}
          </text>
        </g>
      )}
    </g>
  )
}

/** How a broker is, by shape and colour. */
function BrokerMark({
  broker,
  x,
  y,
}: {
  readonly broker: BrokerFrame
  readonly x: number
  readonly y: number
}): JSX.Element {
  if (broker.state === 'down')
    return <path className="mark-down" d={`M${x - 5},${y - 5}l10,10M${x - 5},${y + 5}l10,-10`} />
  if (broker.state === 'frozen')
    return <path className="mark-frozen" d={`M${x - 4},${y - 5}v10M${x + 3},${y - 5}v10`} />
  return <circle className={broker.isLive ? 'mark-up' : 'mark-fenced'} cx={x} cy={y} r={4.5} />
}

interface PartProps {
  readonly lane: LaneFrame
  readonly place: LanePlace
  readonly layout: Layout
}

/** Each replica's high watermark; the leader's has its name. */
function Watermarks({ lane, place, layout }: PartProps): JSX.Element {
  const { left, cell, right, narrow } = layout
  return (
    <g className="watermarks">
      {place.rows.map(({ broker, partition, top }) => {
        const replica = lane.brokers
          .find(({ id }) => id === broker)
          ?.replicas.find((candidate) => candidate.partition === partition)
        if (replica === undefined || lane.brokers[broker - 1]?.state === 'down') return null
        const x = left + (replica.highWatermark - at(place.first, partition)) * cell
        if (x < left || x > right) return null
        const isLeader = replica.role === 'leader' && lane.partitions[partition]?.leader === broker
        return (
          <g key={`${partition}.${broker}`} className={isLeader ? 'watermark watermark-leader' : 'watermark'}>
            <path d={`M${x},${top - 5}V${top + BLOCK + 5}`} />
            <path className="watermark-flag" d={`M${x - 4},${top - 7}h8l-4,5z`} />
            {isLeader && (
              <text x={x - 7} y={top - 3} textAnchor="end">
                {narrow ? '' : 'high watermark '}
                {replica.highWatermark}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

/** Where the consumer stands: under the leader's row. */
function Readers({ lane, place, layout }: PartProps): JSX.Element {
  const { left, cell, right } = layout
  return (
    <g className="readers">
      {lane.positions.map((position, partition) => {
        const row = place.rows.find(
          (candidate) =>
            candidate.partition === partition &&
            lane.brokers
              .find(({ id }) => id === candidate.broker)
              ?.replicas.some((replica) => replica.partition === partition && replica.role === 'leader'),
        )
        const x = left + (position - at(place.first, partition)) * cell
        if (row === undefined || x < left || x > right) return null
        const y = row.top + BLOCK + 3
        return (
          <g key={partition}>
            <path d={`M${x},${y}l-4,7h8z`} />
          </g>
        )
      })}
    </g>
  )
}
