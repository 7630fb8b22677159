import type { JSX } from 'react'
import { isSwitch, useEchoed } from '../../ui/echo.ts'
import { Region } from '../../ui/Region.tsx'
import { WideBox } from '../../ui/WideBox.tsx'
import { copyPath, PLACES, type CopyPath, type Hop, type Place } from './copy-path.ts'

const WIDTH = 760
const BOX = { width: 112, height: 46 } as const
const KERNEL_Y = 122
const USER_Y = 30

const NAMES: Readonly<Record<Place, string>> = {
  disk: 'disk',
  'page cache': 'page cache',
  broker: 'the broker',
  'socket buffer': 'socket buffer',
  'network card': 'network card',
}

const xOf = (place: Place): number =>
  BOX.width / 2 + 4 + (PLACES.indexOf(place) * (WIDTH - BOX.width - 8)) / (PLACES.length - 1)
const yOf = (place: Place): number => (place === 'broker' ? USER_Y : KERNEL_Y)

/** The way of the bytes from a broker's disk to its network card, with and without zero-copy and encryption. */
export function CopyPathPicture({ tlsAtFirst = false }: { readonly tlsAtFirst?: boolean }): JSX.Element {
  const [zeroCopy, setZeroCopy] = useEchoed('copy-path.sendfile', true, isSwitch)
  const [tls, setTls] = useEchoed('copy-path.tls', tlsAtFirst, isSwitch)
  const path = copyPath({ zeroCopy, tls })
  const copies = path.hops.length
  const summary = `${copies} copies, ${path.systemCalls.length} system ${path.systemCalls.length === 1 ? 'call' : 'calls'} (${path.systemCalls.join(', ')}). ${path.words}`
  return (
    <Region name="Zero-copy" className="panel speed-card">
      <h2>Zero-copy</h2>
      <p>
        A record that is sent as it lies need not go through the broker’s own memory. The kernel can send a
        stretch of a file straight from the page cache to the network card: the system call is named{' '}
        <code>sendfile</code>.
      </p>
      <p className="speed-actions">
        <label>
          <input type="checkbox" checked={zeroCopy} onChange={(event) => setZeroCopy(event.target.checked)} />
          sendfile
        </label>
        <label>
          <input type="checkbox" checked={tls} onChange={(event) => setTls(event.target.checked)} />
          TLS (encryption)
        </label>
      </p>
      <WideBox name="The way of the bytes">
        <Picture path={path} tls={tls} summary={summary} />
      </WideBox>
      <p role="status" className="speed-verdict">
        {summary}
      </p>
      <p className="muted">
        Counted as Kafka’s documentation does, from the disk on; a reader that keeps up saves the first copy,
        for its records are in the page cache already. Without sendfile are also: records that the broker must
        convert or compress anew.
      </p>
    </Region>
  )
}

interface PictureProps {
  readonly path: CopyPath
  readonly tls: boolean
  readonly summary: string
}

function Picture({ path, tls, summary }: PictureProps): JSX.Element {
  const used = new Set(path.hops.flatMap(({ from, to }) => [from, to]))
  return (
    <svg viewBox={`0 0 ${WIDTH} 206`} className="copy-path" role="img" aria-label={summary}>
      <defs>
        <marker
          id="copy-path-head"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerUnits="userSpaceOnUse"
          markerWidth="10"
          markerHeight="10"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 z" />
        </marker>
      </defs>
      <text x={4} y={14} className="copy-path-zone">
        the broker’s own memory
      </text>
      <line x1={0} x2={WIDTH} y1={88} y2={88} className="copy-path-border" />
      <text x={4} y={104} className="copy-path-zone">
        the kernel
      </text>
      {path.hops.map((hop, i) => (
        <Arrow key={`${hop.from}-${hop.to}`} hop={hop} number={i + 1} />
      ))}
      {PLACES.map((place) => (
        <g key={place} className={used.has(place) ? 'copy-path-used' : 'copy-path-unused'}>
          <rect x={xOf(place) - BOX.width / 2} y={yOf(place)} width={BOX.width} height={BOX.height} rx={6} />
          <text x={xOf(place)} y={yOf(place) + 28} textAnchor="middle">
            {NAMES[place]}
          </text>
        </g>
      ))}
      {tls && (
        <text x={xOf('broker')} y={USER_Y + 40} textAnchor="middle" className="copy-path-zone">
          encrypts
        </text>
      )}
    </svg>
  )
}

const MIDDLE = BOX.height / 2
/** How far below the boxes the way past the broker runs. */
const DETOUR = 22

function Arrow({ hop, number }: { readonly hop: Hop; readonly number: number }): JSX.Element {
  const { from, to, who } = hop
  const isPast = from === 'page cache' && to === 'network card'
  const [x1, y1] = [xOf(from), yOf(from)]
  const [x2, y2] = [xOf(to), yOf(to)]
  const low = KERNEL_Y + BOX.height + DETOUR
  const path = isPast
    ? `M${x1} ${y1 + BOX.height} V${low} H${x2} V${y2 + BOX.height + 3}`
    : `M${x1 + BOX.width / 2} ${y1 + MIDDLE} L${x2 - BOX.width / 2 - 3} ${y2 + MIDDLE}`
  const sign = isPast ? { x: (x1 + x2) / 2, y: low } : { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + MIDDLE }
  return (
    <g className="copy-path-hop">
      <path d={path} markerEnd="url(#copy-path-head)" />
      <circle cx={sign.x} cy={sign.y} r={9} />
      <text x={sign.x} y={sign.y + 4} textAnchor="middle">
        {number}
      </text>
      <title>{`${number}. ${from} to ${to}, by ${who}`}</title>
    </g>
  )
}
