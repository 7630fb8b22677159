import type { Wish } from '../../kernel/simulation.ts'
import { KIND, RtpPacketList } from './rtp-packets.ts'
import type { RtpHeader } from './rtp-header.ts'

/** The most RTP packets that are kept of one file, of all its streams. */
export const MAX_RTP_PACKETS = 1_000_000
/** The most that may look like streams at a time. */
const MAX_STREAMS = 1_000
/** Two numbers of one stream are this close; a few packets may be missing or overtake each other between them. */
const NEAR = 100

/** A stream of a file: packets of one source between two addresses. */
export interface RtpStream {
  /** "0x1a2b3c4d", its SSRC; with "-2" behind it when it is the second one of that. */
  readonly id: string
  /** "10.0.0.1:5004 → 10.0.0.2:5006", or '' where the file does not say. */
  readonly path: string
  /** The payload type of most of its packets. */
  readonly type: number
  readonly count: number
  readonly list: RtpPacketList
}

interface Candidate {
  readonly ssrc: number
  readonly path: string
  /** Its first packet waits here: most of what looks like RTP by chance has only one. */
  readonly first: RtpHeader
  readonly firstArrived: number
  list: RtpPacketList | null
  count: number
  /** A vote among payload types: whatever most packets have wins it. */
  type: number
  votes: number
  last: number
  /** How many packets had a number near that of the one before. */
  near: number
}

/**
 * Sorts RTP packets into streams. What looks like RTP by chance has numbers without rhyme or reason; a stream is
 * what counts on. Keeps only the stream that is wished for, if one is.
 */
export class RtpStreams {
  private readonly wanted: string | null
  private readonly candidates = new Map<string, Candidate>()
  private keptPackets = 0
  private turnedAwayPackets = 0

  constructor(wish: Wish | null) {
    this.wanted = wish !== null && 'part' in wish ? wish.part.toLowerCase().replace(/-\d+$/, '') : null
  }

  /** How many packets are kept. */
  get kept(): number {
    return this.keptPackets
  }

  /** How many packets found no room: too many sources before them. */
  get turnedAway(): number {
    return this.turnedAwayPackets
  }

  /** `flow` tells two paths apart, and `path` says one in words. */
  add(header: RtpHeader, arrived: number, flow: string, path: () => string): void {
    const key = `${header.ssrc} ${flow}`
    const candidate = this.candidates.get(key)
    if (candidate === undefined) return this.begin(key, header, arrived, path)
    candidate.count += 1
    if (Math.abs(signed16(header.sequence - candidate.last)) <= NEAR) candidate.near += 1
    candidate.last = header.sequence
    vote(candidate, header.payloadType)
    if (this.wanted !== null && nameOfSsrc(header.ssrc) !== this.wanted) return
    candidate.list ??= this.listOf(candidate)
    this.keep(candidate.list, header, arrived)
  }

  /** The streams, those with most packets first. */
  streams(): RtpStream[] {
    const sources = new Map<number, number>()
    return [...this.candidates.values()]
      .filter(({ count, near }) => count > 1 && 2 * near >= count - 1)
      .map(({ ssrc, path, type, count, list }): RtpStream => {
        const nth = (sources.get(ssrc) ?? 0) + 1
        sources.set(ssrc, nth)
        const id = `${nameOfSsrc(ssrc)}${nth === 1 ? '' : `-${nth}`}`
        return { id, path, type, count, list: list ?? new RtpPacketList() }
      })
      .sort((a, b) => b.count - a.count)
  }

  private begin(key: string, header: RtpHeader, arrived: number, path: () => string): void {
    if (this.candidates.size >= MAX_STREAMS) this.forgetLoners()
    if (this.candidates.size >= MAX_STREAMS) {
      this.turnedAwayPackets += 1
      return
    }
    this.candidates.set(key, {
      ssrc: header.ssrc,
      path: path(),
      first: header,
      firstArrived: arrived,
      list: null,
      count: 1,
      type: header.payloadType,
      votes: 1,
      last: header.sequence,
      near: 0,
    })
  }

  private listOf({ first, firstArrived }: Candidate): RtpPacketList {
    const list = new RtpPacketList()
    this.keep(list, first, firstArrived)
    return list
  }

  private keep(list: RtpPacketList, header: RtpHeader, arrived: number): void {
    const { sequence, timestamp, payloadType, marker, isEmpty } = header
    list.push(
      sequence,
      timestamp,
      arrived,
      payloadType | (marker ? KIND.marker : 0) | (isEmpty ? KIND.empty : 0),
    )
    this.keptPackets += 1
  }

  /** Makes room: what has had one packet so far was none. */
  private forgetLoners(): void {
    for (const [key, { count }] of this.candidates) if (count === 1) this.candidates.delete(key)
  }
}

function vote(candidate: Candidate, type: number): void {
  if (type === candidate.type) candidate.votes += 1
  else if (candidate.votes > 0) candidate.votes -= 1
  else {
    candidate.type = type
    candidate.votes = 1
  }
}

const nameOfSsrc = (ssrc: number): string => `0x${ssrc.toString(16).padStart(8, '0')}`

/** The step from one 16-bit number to another, the short way round. */
export const signed16 = (step: number): number => (step << 16) >> 16
