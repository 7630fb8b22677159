import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { plural } from '../../shared/words.ts'
import { CAME, serverName } from '../../engine/season/hashing/codes.ts'
import type { CircleFrame, HashingFrame } from '../../engine/season/hashing/frame.ts'
import { sketchArc } from '../../view/paths.ts'
import type { Choice } from './choice.ts'
import { serverStyle } from './server-colour.ts'

interface CircleProps {
  readonly frame: HashingFrame
  readonly circle: CircleFrame
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly holdsWords: boolean
  readonly choice: Choice
}

const round = (value: number): number => Math.round(value * 100) / 100

/** A place on a circle, in turns clockwise from the top. */
const spot = (turn: number, radius: number): readonly [number, number] => [
  round(radius * Math.sin(turn * 2 * Math.PI)),
  round(-radius * Math.cos(turn * 2 * Math.PI)),
]

/** A crisp arc, clockwise. */
function arcPath(radius: number, from: number, to: number): string {
  const [x1, y1] = spot(from, radius)
  const [x2, y2] = spot(to, radius)
  return `M${x1},${y1}A${radius},${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2},${y2}`
}

/** A circle: the arcs of each server, which end at its points, some keys, and the way of the last key to its server. */
export function CirclePicture(props: CircleProps): JSX.Element {
  const { frame, circle, x, y, radius, holdsWords } = props
  const lane = frame.lanes.find((one) => one.lane === circle.lane)
  const sketched = circle.lane === 'circle'
  const points = circle.points.length
  const below = holdsWords ? 0 : radius + 48
  return (
    <g className={`circle ${sketched ? 'circle-drawn' : 'circle-crisp'}`} transform={`translate(${x},${y})`}>
      {sketched ? <DrawnArcs {...props} /> : <CrispArcs {...props} />}
      <Keys circle={circle} radius={radius - 14} small={!holdsWords} />
      {frame.lookup !== null && circle.owner >= 0 && (
        <Way circle={circle} from={frame.lookup.place} radius={radius - 26} sketched={sketched} />
      )}
      <text className="circle-name" y={below - 10} textAnchor="middle">
        {sketched ? lane?.name : 'The ring'}
      </text>
      {holdsWords && (
        <text className="circle-words" y={8} textAnchor="middle">
          {plural(points, 'point')}
        </text>
      )}
      <text className="circle-words" y={below + (holdsWords ? 24 : 7)} textAnchor="middle">
        fullest {(lane?.largest ?? 0).toFixed(2)} ×
      </text>
    </g>
  )
}

/** Where an arc begins that ends at point `i`: at the point before, which for the first is the last one, a turn ago. */
const arcStart = ({ points }: CircleFrame, i: number): number =>
  i === 0 ? at(points, points.length - 1) - 1 : at(points, i - 1)

function DrawnArcs({ circle, radius, choice }: CircleProps): JSX.Element {
  const letters = spread(circle.points, 20 / radius / (2 * Math.PI))
  return (
    <g>
      {Array.from(circle.points, (point, i) => {
        const owner = at(circle.owners, i)
        const [dx, dy] = spot(point, radius)
        const [lx, ly] = spot(at(letters, i), radius + 17)
        return (
          <g
            key={`${owner}-${point}`}
            className={`server ${choice.isChosen(owner) ? 'chosen' : ''}`}
            style={serverStyle(owner)}
            onClick={() => choice.choose(owner)}
          >
            <path
              className="arc"
              d={sketchArc(radius, arcStart(circle, i), point, owner * 8 + i, Math.min(1.6, radius / 80))}
            />
            <circle className="point" cx={dx} cy={dy} r={6} />
            <text className="point-name" x={lx} y={ly} textAnchor="middle" dominantBaseline="central">
              {serverName(owner)}
            </text>
          </g>
        )
      })}
    </g>
  )
}

/** Places moved apart until no two are closer than `least` turns, as far as a turn has room. */
function spread(places: ArrayLike<number>, least: number): number[] {
  const gap = Math.min(least, 0.9 / Math.max(1, places.length))
  let last = -Infinity
  return Array.from(places, (place) => (last = Math.max(place, last + gap)))
}

function CrispArcs({ frame, circle, radius, choice }: CircleProps): JSX.Element {
  const paths = new Map<number, string>()
  circle.points.forEach((point, i) => {
    const owner = at(circle.owners, i)
    paths.set(owner, (paths.get(owner) ?? '') + arcPath(radius, arcStart(circle, i), point))
  })
  return (
    <g>
      {frame.up.map((server) => (
        <path
          key={server}
          className={`server arc ${choice.isChosen(server) ? 'chosen' : ''}`}
          style={serverStyle(server)}
          d={paths.get(server) ?? ''}
          onClick={() => choice.choose(server)}
        />
      ))}
    </g>
  )
}

interface KeysProps {
  readonly circle: CircleFrame
  readonly radius: number
  readonly small: boolean
}

function Keys({ circle, radius, small }: KeysProps): JSX.Element {
  return (
    <g className="keys">
      {Array.from(circle.keys, (place, key) => {
        const [cx, cy] = spot(place, radius)
        const came = at(circle.keyCame, key)
        const moved = came === CAME.stayed ? '' : came === CAME.needed ? 'key-needed' : 'key-needless'
        return (
          <circle
            key={key}
            className={`key server ${moved}`}
            style={serverStyle(at(circle.keyOwners, key))}
            cx={cx}
            cy={cy}
            r={(moved === '' ? 2.6 : 4) * (small ? 0.7 : 1)}
          />
        )
      })}
    </g>
  )
}

interface WayProps {
  readonly circle: CircleFrame
  /** Where the key lies. */
  readonly from: number
  readonly radius: number
  readonly sketched: boolean
}

/** From the key that was looked up to the next point clockwise. */
function Way({ circle, from, radius, sketched }: WayProps): JSX.Element {
  const next = circle.points.find((point) => point >= from) ?? (circle.points[0] ?? from) + 1
  const [kx, ky] = spot(from, radius + 12)
  const [ex, ey] = spot(next, radius)
  const degrees = next * 360
  return (
    <g className="way server" style={serverStyle(circle.owner)}>
      <path
        className="way-line"
        d={sketched ? sketchArc(radius, from, next, 5, 0.8) : arcPath(radius, from, next)}
      />
      <path
        className="way-head"
        transform={`translate(${ex},${ey}) rotate(${degrees})`}
        d="M3,0L-5,-4.500L-5,4.500Z"
      />
      <circle className="way-key" cx={kx} cy={ky} r={5} />
    </g>
  )
}
