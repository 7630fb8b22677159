/** Builds captures byte by byte, straight from the formats' descriptions and sharing nothing with the readers. */

/** An RTP packet as a test describes it. */
export interface Rtp {
  readonly seq: number
  readonly stamp: number
  readonly type?: number
  readonly marker?: boolean
  readonly ssrc?: number
  /** Bytes of media behind the header. */
  readonly media?: number
  /** Bytes of padding behind that. */
  readonly padding?: number
  readonly csrc?: number
  /** Words of a header extension. */
  readonly extension?: number
}

export const SSRC = 0x1a2b3c4d

export const bytes = (...parts: readonly (number | Uint8Array)[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])))

export const u16 = (value: number, little = false): Uint8Array<ArrayBuffer> => {
  const two = [(value >>> 8) & 255, value & 255]
  return Uint8Array.from(little ? two.toReversed() : two)
}

export const u32 = (value: number, little = false): Uint8Array<ArrayBuffer> => {
  const four = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
  return Uint8Array.from(little ? four.toReversed() : four)
}

export const ascii = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

export function rtp(packet: Rtp): Uint8Array<ArrayBuffer> {
  const {
    seq,
    stamp,
    type = 0,
    marker = false,
    ssrc = SSRC,
    media = 20,
    padding = 0,
    csrc = 0,
    extension,
  } = packet
  const first = 0x80 | (padding > 0 ? 0x20 : 0) | (extension === undefined ? 0 : 0x10) | csrc
  return bytes(
    first,
    type | (marker ? 0x80 : 0),
    u16(seq),
    u32(stamp),
    u32(ssrc),
    new Uint8Array(4 * csrc),
    ...(extension === undefined ? [] : [u16(0xbede), u16(extension), new Uint8Array(4 * extension)]),
    new Uint8Array(media),
    ...(padding === 0 ? [] : [new Uint8Array(padding - 1), padding]),
  )
}

/** A sender report, as it travels between the packets of a call. */
export const rtcp = (): Uint8Array<ArrayBuffer> => bytes(0x80, 200, u16(6), u32(SSRC), new Uint8Array(20))

export interface Path {
  readonly from?: string
  readonly to?: string
  readonly sourcePort?: number
  readonly targetPort?: number
}

const address4 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text.split('.').map(Number))
/** Eight groups, written out. */
const address6 = (text: string): Uint8Array<ArrayBuffer> =>
  bytes(...text.split(':').map((group) => u16(Number.parseInt(group, 16))))

export const udp = (
  payload: Uint8Array,
  { sourcePort = 5004, targetPort = 5006 }: Path = {},
): Uint8Array<ArrayBuffer> =>
  bytes(u16(sourcePort), u16(targetPort), u16(8 + payload.length), u16(0), payload)

export interface Ip extends Path {
  /** Words of options in an IPv4 header. */
  readonly options?: number
  /** Flags and offset of an IPv4 fragment. */
  readonly fragment?: number
  readonly protocol?: number
}

export function ipv4(payload: Uint8Array, ip: Ip = {}): Uint8Array<ArrayBuffer> {
  const { from = '10.0.0.1', to = '10.0.0.2', options = 0, fragment = 0, protocol = 17 } = ip
  const header = 20 + 4 * options
  return bytes(
    0x40 | (header / 4),
    0,
    u16(header + payload.length),
    u16(7),
    u16(fragment),
    64,
    protocol,
    u16(0),
    address4(from),
    address4(to),
    new Uint8Array(4 * options),
    payload,
  )
}

/** `extensions`: type and body of each header between the first one and the payload. */
export function ipv6(
  payload: Uint8Array,
  ip: Ip & { readonly extensions?: readonly (readonly [type: number, body: Uint8Array])[] } = {},
): Uint8Array<ArrayBuffer> {
  const { from = '2001:db8:0:0:0:0:0:1', to = 'fe80:0:0:0:1:0:0:2', protocol = 17, extensions = [] } = ip
  const types = [...extensions.map(([type]) => type), protocol]
  const chain = extensions.map(([, body], i) => bytes(types[i + 1] ?? 0, body))
  const length = payload.length + chain.reduce((sum, header) => sum + header.length, 0)
  return bytes(0x60, 0, 0, 0, u16(length), types[0] ?? 0, 64, address6(from), address6(to), ...chain, payload)
}

/** `tags`: VLAN tags, by their EtherType. */
export const ethernet = (ip: Uint8Array, tags: readonly number[] = []): Uint8Array<ArrayBuffer> =>
  bytes(
    ...Array.from<number>({ length: 12 }).fill(2),
    ...tags.flatMap((tag) => [u16(tag), u16(5)]),
    u16(etherType(ip)),
    ip,
  )

export const etherType = (ip: Uint8Array): number => ((ip[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800)

export const cooked1 = (ip: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes(u16(4), u16(1), u16(6), new Uint8Array(8), u16(etherType(ip)), ip)
export const cooked2 = (ip: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes(u16(etherType(ip)), new Uint8Array(18), ip)
export const loopback = (ip: Uint8Array, little = true): Uint8Array<ArrayBuffer> =>
  bytes(u32((ip[0] ?? 0) >> 4 === 6 ? 30 : 2, little), ip)

/** A frame and the moment it was captured, in microseconds (with a fraction: nanoseconds). */
export interface Frame {
  readonly time: number
  readonly data: Uint8Array
  /** Its length on the wire, where less was captured. */
  readonly original?: number
}

/** An RTP packet in Ethernet, IPv4 and UDP, captured at `time` microseconds. */
export const frame = (time: number, packet: Rtp, path: Path = {}): Frame => ({
  time,
  data: ethernet(ipv4(udp(rtp(packet), path), path)),
})

export interface PcapForm {
  readonly little?: boolean
  readonly nanoseconds?: boolean
  readonly link?: number
}

const START = 1_700_000_000

/** Whole seconds and what is left of `time`, in microseconds or nanoseconds. */
function clock(time: number, nanoseconds: boolean): [number, number] {
  const seconds = Math.floor(time / 1e6)
  const rest = time - seconds * 1e6
  return [START + seconds, Math.round(nanoseconds ? rest * 1_000 : rest)]
}

export function pcap(
  frames: readonly Frame[],
  { little = true, nanoseconds = false, link = 1 }: PcapForm = {},
): Uint8Array<ArrayBuffer> {
  const w = (value: number): Uint8Array<ArrayBuffer> => u32(value, little)
  return bytes(
    w(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4),
    u16(2, little),
    u16(4, little),
    w(0),
    w(0),
    w(65_535),
    w(link),
    ...frames.flatMap(({ time, data, original = data.length }) => [
      ...clock(time, nanoseconds).map(w),
      w(data.length),
      w(original),
      data,
    ]),
  )
}

/** The blocks of a pcapng, in one byte order. */
export function blocksOf(little = true) {
  const w = (value: number): Uint8Array<ArrayBuffer> => u32(value, little)
  const h = (value: number): Uint8Array<ArrayBuffer> => u16(value, little)
  const padded = (data: Uint8Array): Uint8Array<ArrayBuffer> =>
    bytes(data, new Uint8Array((4 - (data.length % 4)) % 4))
  const block = (type: number, ...body: readonly (number | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
    const inside = padded(bytes(...body))
    return bytes(w(type), w(12 + inside.length), inside, w(12 + inside.length))
  }
  const option = (code: number, value: Uint8Array): Uint8Array<ArrayBuffer> =>
    bytes(h(code), h(value.length), padded(value))
  return {
    block,
    section: () => block(0x0a0d0d0a, w(0x1a2b3c4d), h(1), h(0), w(0xffffffff), w(0xffffffff)),
    /** `resolution`: the byte of if_tsresol; `offset`: seconds, if_tsoffset. */
    interface: (link: number, { resolution, offset }: { resolution?: number; offset?: number } = {}) =>
      block(
        1,
        h(link),
        h(0),
        w(0),
        ...(resolution === undefined ? [] : [option(9, Uint8Array.of(resolution))]),
        ...(offset === undefined
          ? []
          : [option(14, little ? bytes(w(offset), w(0)) : bytes(w(0), w(offset)))]),
        option(0, new Uint8Array()),
      ),
    /** `units`: the time, in the interface's units. */
    packet: (number: number, units: bigint, data: Uint8Array) =>
      block(
        6,
        w(number),
        w(Number(units >> 32n)),
        w(Number(units & 0xffffffffn)),
        w(data.length),
        w(data.length),
        padded(data),
      ),
    oldPacket: (number: number, units: bigint, data: Uint8Array) =>
      block(
        2,
        h(number),
        h(0),
        w(Number(units >> 32n)),
        w(Number(units & 0xffffffffn)),
        w(data.length),
        w(data.length),
        padded(data),
      ),
    simplePacket: (data: Uint8Array) => block(3, w(data.length), padded(data)),
  }
}

/** Microseconds since 1970 for a time of a test. */
export const epoch = (time: number): bigint => BigInt(START) * 1_000_000n + BigInt(Math.round(time))

/** The frames in a pcapng with one interface. */
export function pcapng(frames: readonly Frame[], little = true): Uint8Array<ArrayBuffer> {
  const make = blocksOf(little)
  return bytes(
    make.section(),
    make.interface(1),
    ...frames.map(({ time, data }) => make.packet(0, epoch(time), data)),
  )
}

/** What rtpdump writes; `rtp` null stands for an RTCP packet. Times are in whole milliseconds. */
export const rtpdump = (
  packets: readonly { readonly time: number; readonly rtp: Uint8Array | null }[],
): Uint8Array<ArrayBuffer> =>
  bytes(
    ascii('#!rtpplay1.0 10.0.0.1/5004\n'),
    u32(START),
    u32(0),
    u32(0),
    u16(5004),
    u16(0),
    ...packets.flatMap(({ time, rtp: packet }) => {
      const data = packet ?? rtcp()
      return [
        u16(8 + data.length),
        u16(packet === null ? 0 : data.length),
        u32(Math.round(time / 1_000)),
        data,
      ]
    }),
  )

/** A call of `count` packets of 20 ms at 8 kHz with delays that wander; every `loses`-th is lost. */
export function call(
  count: number,
  { ssrc = SSRC, type = 0, seq = 65_500, stamp = 0xffff_f000, loses = 0, path = {} }: Call = {},
): Frame[] {
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => loses === 0 || i % loses !== loses - 1)
    .map((i) =>
      frame(
        i * 20_000 + delayOf(i),
        { seq: (seq + i) & 0xffff, stamp: (stamp + 160 * i) >>> 0, type, ssrc },
        path,
      ),
    )
}

export interface Call {
  readonly ssrc?: number
  readonly type?: number
  readonly seq?: number
  readonly stamp?: number
  readonly loses?: number
  readonly path?: Path
}

/** How long the i-th packet of a call takes, in microseconds: less than 20 ms apart, so order is kept. */
export const delayOf = (i: number): number => 30_000 + ((i * 7_919) % 13_000)
