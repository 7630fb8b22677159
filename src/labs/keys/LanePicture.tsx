import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { grouped } from '../../shared/words.ts'
import type { KeysFrame, LaneFrame } from '../../engine/log/keys/frame.ts'
import { sketchLine, sketchRect } from '../../view/paths.ts'
import { BOX, type LanePlace } from './layout.ts'
import { ribbonsOf, type Row } from './ribbons.ts'

interface LanePictureProps {
  readonly frame: KeysFrame
  readonly lane: LaneFrame
  readonly place: LanePlace
  /** So many records make a bar of full height; what is more is torn off. */
  readonly most: number
  readonly mostUnread: number
  readonly narrow: boolean
}

/** The rules in as few words as a phone has room for. */
const SHORT_RULES: Readonly<Record<LaneFrame['lane'], string>> = {
  whiteboard: 'hash(key) % n',
  kafka: 'murmur2(key) % n',
  ring: 'next point on a circle',
  slots: 'CRC16, then a table',
}
const ROOM_FOR_RULE = 440
const ROOM_FOR_NUMBER = 15
const ROOM_FOR_COUNT = 24

/** One rule: where its keys went at the last change, how full the partitions are, what their readers have yet to take. */
export function LanePicture(props: LanePictureProps): JSX.Element {
  const { frame, lane, place, narrow } = props
  const { left, right, title } = place
  const count = frame.partitions
  const before = lane.change?.before ?? count
  const width = right - left
  const top: Row = { left, step: width / before, y: place.before + BOX }
  const bottom: Row = { left, step: width / count, y: place.after }
  const isSketch = lane.origin === 'whiteboard'
  const ribbons = ribbonsOf(lane.change?.flows ?? identity(lane.keys), before, count, top, bottom)
  return (
    <g className={`keys-lane ${isSketch ? 'keys-sketch' : 'keys-crisp'}`}>
      <text className="lane-title" x={left} y={title}>
        {lane.name}
        <tspan className="lane-rule" dx={8}>
          {narrow || width < ROOM_FOR_RULE ? SHORT_RULES[lane.lane] : lane.rule}
        </tspan>
      </text>
      <Words lane={lane} place={place} narrow={narrow} />
      <path className="ribbon-stay" d={ribbons.stay} />
      <path className="ribbon-move" d={ribbons.move} />
      <Boxes row={top} y={place.before} count={before} fresh={-1} isSketch={isSketch} />
      <Boxes
        row={bottom}
        y={place.after}
        count={count}
        fresh={lane.change?.kind === 'add' ? count - 1 : -1}
        isSketch={isSketch}
      />
      <Bars {...props} row={bottom} isSketch={isSketch} />
    </g>
  )
}

/** Before anything has changed every key stays where it is. */
function identity(keys: Int32Array): Int32Array {
  const flows = new Int32Array(keys.length * keys.length)
  keys.forEach((count, partition) => {
    flows[partition * keys.length + partition] = count
  })
  return flows
}

/** What became of the keys, in two lines. */
function Words({ lane, place, narrow }: Pick<LanePictureProps, 'lane' | 'place' | 'narrow'>): JSX.Element {
  const { change, summary, movesData } = lane
  const moved =
    change === null
      ? 'no change yet'
      : change.moved === 0
        ? `0 of ${grouped(change.total)} keys moved`
        : `${((100 * change.moved) / change.total).toFixed(1)} % of keys moved (theory ${change.expected.toFixed(1)} ± ${change.tolerance.toFixed(1)})`
  const data = movesData
    ? `${grouped(summary.movedRecords)} records moved along, no key in two places`
    : `${narrow ? '' : 'no record moved · '}${grouped(summary.splitKeys)} keys in two places · ${grouped(summary.outOfOrder)} out of order`
  const isTrouble = !movesData && summary.outOfOrder > 0
  return (
    <>
      <text
        className={`lane-words ${change !== null && change.moved > 0 ? 'lane-moved' : ''}`}
        x={place.left}
        y={place.words}
      >
        {moved}
      </text>
      <text className={`lane-words ${isTrouble ? 'lane-trouble' : ''}`} x={place.left} y={place.words + 17}>
        {data}
      </text>
    </>
  )
}

interface BoxesProps {
  readonly row: Row
  readonly y: number
  readonly count: number
  /** The partition that was added; -1 for none. */
  readonly fresh: number
  readonly isSketch: boolean
}

/** A row of partitions with their numbers. */
function Boxes({ row, y, count, fresh, isSketch }: BoxesProps): JSX.Element {
  return (
    <>
      {Array.from({ length: count }, (_, partition) => {
        const x = row.left + partition * row.step + 1
        const width = Math.max(1, row.step - 2)
        const name = partition === fresh ? 'partition partition-new' : 'partition'
        return (
          <g key={partition}>
            {isSketch ? (
              <path className={name} d={sketchRect(x, y, width, BOX, partition + count, 1)} />
            ) : (
              <rect className={name} x={x} y={y} width={width} height={BOX} rx={2} />
            )}
            {row.step >= ROOM_FOR_NUMBER && (
              <text
                className="partition-number"
                x={x + width / 2}
                y={y + BOX / 2 + 0.5}
                textAnchor="middle"
                dominantBaseline="central"
              >
                {partition}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}

/** "1.2k": short enough to stand above a bar. */
const short = (count: number): string =>
  count < 1_000
    ? String(count)
    : count < 9_950
      ? `${(count / 1_000).toFixed(1)}k`
      : `${Math.round(count / 1_000)}k`

/** A gap across a bar that is longer than drawn. */
const tear = (x: number, y: number, width: number): string =>
  `M${x - 2},${y + 3}l${width / 2 + 2},-5l0,5l${width / 2 + 2},-5v3l${-width / 2 - 2},5v-5l${-width / 2 - 2},5z`

/** How many records lie in each partition, those without a key lighter; and below, how many are unread. */
function Bars({
  lane,
  place,
  row,
  most,
  mostUnread,
  isSketch,
}: LanePictureProps & { readonly row: Row; readonly isSketch: boolean }): JSX.Element {
  const { base, barHeight, backlogHeight } = place
  const height = (records: number): number => Math.min(1, records / Math.max(1, most)) * barHeight
  const depth = (unread: number): number => (unread / Math.max(1, mostUnread)) * backlogHeight
  const box = (x: number, y: number, w: number, h: number, seed: number): string =>
    isSketch ? sketchRect(x, y, w, h, seed, 0.8) : `M${x},${y}h${w}v${h}h${-w}z`
  const inset = Math.min(4, row.step / 6)
  return (
    <>
      {Array.from(lane.records, (records, partition) => {
        const x = row.left + partition * row.step + inset
        const width = Math.max(1, row.step - 2 * inset)
        const isTorn = records > most
        const keyed = height(records - at(lane.keyless, partition))
        const keyless = height(records) - keyed
        const unread = depth(at(lane.unread, partition))
        return (
          <g key={partition}>
            {keyed > 0.2 && <path className="bar-keyed" d={box(x, base - keyed, width, keyed, partition)} />}
            {keyless > 0.2 && (
              <path
                className="bar-keyless"
                d={box(x, base - keyed - keyless, width, keyless, partition + 60)}
              />
            )}
            {isTorn && <path className="bar-torn" d={tear(x, base - barHeight + 8, width)} />}
            {unread > 0.2 && (
              <path className="bar-unread" d={box(x, base + 1, width, unread, partition + 90)} />
            )}
            {row.step >= ROOM_FOR_COUNT && (
              <text
                className="bar-count"
                x={x + width / 2}
                y={base - keyed - keyless - 4}
                textAnchor="middle"
              >
                {short(records)}
              </text>
            )}
          </g>
        )
      })}
      {isSketch ? (
        <path className="bar-base" d={sketchLine(place.left, base, place.right, base, 7)} />
      ) : (
        <line className="bar-base" x1={place.left} x2={place.right} y1={base} y2={base} />
      )}
    </>
  )
}
