import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { FATE, JOURNEY } from '../../engine/jitter/fate.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import { cross, line, lineWidth } from '../../view/paths.ts'
import type { Layout } from './layout.ts'

interface NetworkPictureProps {
  readonly frame: JitterFrame
  readonly layout: Layout
}

type FlightKind = 'usual' | 'late' | 'lost' | 'ahead'

/** The sender above, the receiver below, and every packet as a line between them: the later, the flatter. */
export function NetworkPicture({ frame, layout }: NetworkPictureProps): JSX.Element {
  const { network, left, right, frameWidth } = layout
  const width = { strokeWidth: lineWidth(frameWidth, 1.4) }
  const { flights, sends, arrivals, losses } = drawFlights(frame, layout)
  return (
    <g className="network">
      <rect
        className="band"
        x={left}
        y={network.top}
        width={right - left}
        height={network.bottom - network.top}
      />
      <path className="flight flight-ahead" d={flights.ahead} />
      <path className="flight flight-usual" d={flights.usual} style={width} />
      <path className="flight flight-late" d={flights.late} />
      <path className="flight flight-lost" d={flights.lost} />
      <path className="loss" d={losses} />
      <path className="send" d={sends} style={width} />
      <path className="arrival" d={arrivals} style={width} />
    </g>
  )
}

/** Where a packet's line stands at the moment `time`, as a share of the way down. */
const shareOfWay = (sent: number, arrived: number, time: number): number =>
  arrived > sent ? Math.min(1, Math.max(0, (time - sent) / (arrived - sent))) : 1

function drawFlights(
  frame: JitterFrame,
  { x, network }: Layout,
): {
  flights: Record<FlightKind, string>
  sends: string
  arrivals: string
  losses: string
} {
  const flights: Record<FlightKind, string> = { usual: '', late: '', lost: '', ahead: '' }
  const { packets, lanes, now, interval } = frame
  const { top, bottom } = network
  let sends = ''
  let arrivals = ''
  let losses = ''
  for (let i = 0; i < packets.number.length; i++) {
    const sent = at(packets.sent, i)
    const x0 = x(sent)
    sends += line(x0, top - 7, x0, top)
    if (packets.journey[i] === JOURNEY.lost) {
      const middle = (top + bottom) / 2
      const x1 = x(sent + interval)
      flights.lost += line(x0, top, x1, middle)
      losses += cross(x1, middle, 4)
      continue
    }
    const arrived = at(packets.arrived, i)
    const share = shareOfWay(sent, arrived, now)
    const kind: FlightKind = lanes.some((lane) => lane.fate[i] === FATE.late) ? 'late' : 'usual'
    const end = top + share * (bottom - top)
    flights[kind] += line(x0, top, x(Math.min(arrived, now)), end)
    if (share < 1) flights.ahead += line(x(now), end, x(arrived), bottom)
    else arrivals += line(x(arrived), bottom, x(arrived), bottom + 6)
  }
  return { flights, sends, arrivals, losses }
}
