import { refuse, type Outcome } from '../../../shared/outcome.ts'
import { counted, grouped } from '../../../shared/words.ts'
import type { Wish } from '../../kernel/simulation.ts'
import { decodeFrame, type Datagram, type FrameKind } from './ip-datagram.ts'
import { nameOfType } from './payload-types.ts'
import { isRtcp, readRtp } from './rtp-header.ts'
import { MAX_RTP_PACKETS, RtpStreams, type RtpStream } from './rtp-streams.ts'
import { traceOfRtp } from './rtp-trace.ts'
import { chooseTrace } from './streams-trace.ts'
import type { ChosenTrace } from './trace-reader.ts'

type Counts = Record<FrameKind | 'rtp' | 'rtcp' | 'no-rtp' | 'no-time', number>

/** What was captured of a network, packet by packet, until it is known which RTP streams are in it. */
export class Capture {
  private readonly wish: Wish | null
  private readonly found: RtpStreams
  private readonly counts: Counts = {
    udp: 0,
    tcp: 0,
    'other-ip': 0,
    'no-ip': 0,
    fragment: 0,
    cut: 0,
    rtp: 0,
    rtcp: 0,
    'no-rtp': 0,
    'no-time': 0,
  }
  private firstPieces = 0
  private frames = 0

  constructor(wish: Wish | null) {
    this.wish = wish
    this.found = new RtpStreams(wish)
  }

  /** How many frames were captured. */
  get count(): number {
    return this.frames
  }

  /** Why no more can be taken in; null while it can. */
  get limit(): string | null {
    return this.found.kept <= MAX_RTP_PACKETS
      ? null
      : `the file has more than ${grouped(MAX_RTP_PACKETS)} RTP packets; cut it into parts`
  }

  /** A frame as it was captured at `time`, in microseconds; null when nobody recorded when. */
  addFrame(link: number, frame: Uint8Array, time: number | null): void {
    this.frames += 1
    if (time === null) {
      this.counts['no-time'] += 1
      return
    }
    const decoded = decodeFrame(link, frame)
    this.counts[decoded.kind] += 1
    if (decoded.kind === 'udp') this.addDatagram(decoded, frame, time)
  }

  /** What UDP would have carried, where a file keeps no more. */
  addPayload(payload: Uint8Array, length: number, time: number): void {
    this.frames += 1
    this.counts.udp += 1
    this.addRtp(payload, length, time, '', () => '')
  }

  /** A packet that the file itself calls RTCP. */
  addRtcp(): void {
    this.frames += 1
    this.counts.rtcp += 1
  }

  /** The trace of a stream, with the faults of the file and notes on it; or what is in the file instead of RTP. */
  finish(name: string, faults: readonly string[], notes: readonly string[] = []): Outcome<ChosenTrace> {
    const streams = this.found.streams()
    if (streams.length === 0) return refuse([this.whyNone(), ...faults].join('; '))
    const sources = streams.map((stream) => ({
      id: stream.id,
      label: labelOf(stream),
      make: (called: string) => traceOfRtp(called, stream.list.packets(), null),
    }))
    return chooseTrace(name, sources, this.wish, this.told([...notes, ...faults]))
  }

  private addDatagram(datagram: Datagram, frame: Uint8Array, time: number): void {
    const { start, length, isFragment, addresses, addressLength, sourcePort, targetPort } = datagram
    const before = this.counts.rtp
    const source = frame.subarray(addresses, addresses + addressLength)
    const target = frame.subarray(addresses + addressLength, addresses + 2 * addressLength)
    const flow = `${source.join()} ${sourcePort} ${target.join()} ${targetPort}`
    const path = (): string => `${endpoint(source, sourcePort)} → ${endpoint(target, targetPort)}`
    this.addRtp(frame.subarray(start, start + length), length, time, flow, path)
    if (isFragment && this.counts.rtp > before) this.firstPieces += 1
  }

  private addRtp(payload: Uint8Array, length: number, time: number, flow: string, path: () => string): void {
    const header = readRtp(payload, length)
    if (header === null) {
      this.counts[isRtcp(payload) ? 'rtcp' : 'no-rtp'] += 1
      return
    }
    this.counts.rtp += 1
    this.found.add(header, time, flow, path)
  }

  private whyNone(): string {
    const { counts } = this
    if (this.frames === 0) return 'there is no packet in the file'
    const kinds: readonly (readonly [number, string])[] = [
      [counts['no-time'], 'without a time'],
      [counts.tcp, 'TCP (RTP inside TCP is not looked for)'],
      [counts.rtcp, 'RTCP'],
      [counts.rtp, 'much like RTP, but no two of one source whose numbers follow each other'],
      [counts['no-rtp'], 'UDP with something else in it'],
      [counts.fragment, 'later pieces of larger packets'],
      [counts['other-ip'], 'of other IP protocols'],
      [counts['no-ip'], 'no IP'],
      [counts.cut, 'captured too short to tell'],
    ]
    const said = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${grouped(count)} ${kind}`)
    return `there is no RTP stream in its ${counted(this.frames, 'packet')}: ${said.join(', ')}`
  }

  /** What of the file could not be used as it stood, in one sentence. */
  private told(notices: readonly string[]): string[] {
    const { counts, found } = this
    const told = [...notices]
    if (counts['no-time'] > 0)
      told.push(`${counted(counts['no-time'], 'packet')} without a time of arrival were left out`)
    if (this.firstPieces > 0)
      told.push(
        `${counted(this.firstPieces, 'packet')} came in pieces (IP fragments); each counts as there with its first piece`,
      )
    if (counts.cut > 0)
      told.push(`${counted(counts.cut, 'packet')} were captured too short to be looked into`)
    if (found.turnedAway > 0)
      told.push(
        `there are too many streams: ${counted(found.turnedAway, 'packet')} of further ones were left out`,
      )
    return told.length === 0 ? [] : [told.join('; ')]
  }
}

const labelOf = ({ id, path, type, count }: RtpStream): string =>
  `${id} (${[path, nameOfType(type), counted(count, 'packet')].filter((text) => text !== '').join(', ')})`

/** "10.0.0.1:5004", "[2001:db8::1]:5004". */
function endpoint(address: Uint8Array, port: number): string {
  return address.length === 4 ? `${address.join('.')}:${port}` : `[${ipv6(address)}]:${port}`
}

/** An IPv6 address the way RFC 5952 writes it: the longest run of zeros, of two groups or more, as "::". */
function ipv6(address: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((address[2 * i] ?? 0) << 8) | (address[2 * i + 1] ?? 0)).toString(16),
  )
  const text = groups.join(':')
  const runs = [...text.matchAll(/\b0(:0)+\b/g)].map(([run]) => run)
  const [longest] = runs.sort((a, b) => b.length - a.length)
  if (longest === undefined) return text
  const at = text.search(new RegExp(`\\b${longest}\\b`))
  const before = text.slice(0, at).replace(/:$/, '')
  const after = text.slice(at + longest.length).replace(/^:/, '')
  return `${before}::${after}`
}
