/** What a captured frame holds. Only UDP is looked into; the rest is counted, to be told. */
export type FrameKind = 'udp' | 'tcp' | 'other-ip' | 'no-ip' | 'fragment' | 'cut'

/** A UDP datagram within a captured frame. */
export interface Datagram {
  readonly kind: 'udp'
  /** Where its payload begins in the frame, and how long it was on the wire; less of it may have been captured. */
  readonly start: number
  readonly length: number
  /** It is the first piece of a larger one: the others are not looked at. */
  readonly isFragment: boolean
  /** Where the addresses begin in the frame (source, then destination), and the length of one. */
  readonly addresses: number
  readonly addressLength: 4 | 16
  readonly sourcePort: number
  readonly targetPort: number
}

export type Decoded = Datagram | { readonly kind: Exclude<FrameKind, 'udp'> }

const IPV4 = 0x0800
const IPV6 = 0x86dd
const VLAN_TAGS = new Set([0x8100, 0x88a8, 0x9100])
const MAX_TAGS = 4
const MAX_EXTENSIONS = 10
const TCP = 6
const UDP = 17

const CUT: Decoded = { kind: 'cut' }
const NO_IP: Decoded = { kind: 'no-ip' }
const FRAGMENT: Decoded = { kind: 'fragment' }

/** The kinds of capture that can be read: by the number of the link type, where in a frame the IP packet begins. */
const LINKS: Readonly<Record<number, (frame: Uint8Array) => number | Decoded>> = {
  0: () => 4, // BSD loopback; its own field depends on the machine, the IP packet says what it is
  1: (frame) => afterType(frame, 12), // Ethernet
  12: () => 0, // raw IP, as some systems number it
  14: () => 0,
  101: () => 0,
  108: () => 4, // OpenBSD loopback
  113: (frame) => afterType(frame, 14), // Linux cooked, version 1
  228: () => 0, // raw IPv4 and IPv6
  229: () => 0,
  276: (frame) => cookedTwo(frame), // Linux cooked, version 2
}

/** Whether captures of this link type can be read. */
export const isKnownLink = (link: number): boolean => LINKS[link] !== undefined

export const KNOWN_LINKS = 'Ethernet, Linux cooked (1 and 2), raw IP and BSD loopback'

/** Finds the UDP datagram in a frame of that link type. Safe with any bytes. */
export function decodeFrame(link: number, frame: Uint8Array): Decoded {
  const start = LINKS[link]?.(frame) ?? NO_IP
  return typeof start === 'number' ? decodeIp(frame, start) : start
}

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

/** Where the IP packet begins after an EtherType at `at`, with any VLAN tags before it. */
function afterType(frame: Uint8Array, at: number): number | Decoded {
  let place = at
  for (let tags = 0; tags <= MAX_TAGS; tags++) {
    if (place + 2 > frame.length) return CUT
    const type = u16(frame, place)
    if (type === IPV4 || type === IPV6) return place + 2
    if (!VLAN_TAGS.has(type)) return NO_IP
    place += 4
  }
  return NO_IP
}

function cookedTwo(frame: Uint8Array): number | Decoded {
  if (frame.length < 20) return CUT
  const type = u16(frame, 0)
  if (type === IPV4 || type === IPV6) return 20
  if (!VLAN_TAGS.has(type)) return NO_IP
  return afterType(frame, 22)
}

function decodeIp(frame: Uint8Array, start: number): Decoded {
  const version = (frame[start] ?? 0) >> 4
  if (start >= frame.length) return CUT
  return version === 4 ? decodeIpv4(frame, start) : version === 6 ? decodeIpv6(frame, start) : NO_IP
}

function decodeIpv4(frame: Uint8Array, start: number): Decoded {
  if (start + 20 > frame.length) return CUT
  const headerLength = 4 * ((frame[start] ?? 0) & 15)
  if (headerLength < 20) return NO_IP
  const fragment = u16(frame, start + 6)
  if ((fragment & 0x1fff) !== 0) return FRAGMENT
  return decodeTransport(frame, start + headerLength, frame[start + 9] ?? 0, {
    isFragment: (fragment & 0x2000) !== 0,
    addresses: start + 12,
    addressLength: 4,
  })
}

function decodeIpv6(frame: Uint8Array, start: number): Decoded {
  if (start + 40 > frame.length) return CUT
  let next = frame[start + 6] ?? 0
  let place = start + 40
  let isFragment = false
  for (let extensions = 0; extensions < MAX_EXTENSIONS; extensions++) {
    const isAuthentication = next === 51
    const isPlain = next === 0 || next === 43 || next === 60 || next === 135
    if (!isPlain && !isAuthentication && next !== 44) break
    if (place + 8 > frame.length) return CUT
    if (next === 44) {
      const fragment = u16(frame, place + 2)
      if (fragment >> 3 !== 0) return FRAGMENT
      isFragment = (fragment & 1) !== 0
    }
    const length = frame[place + 1] ?? 0
    const size = next === 44 ? 8 : isAuthentication ? 4 * (length + 2) : 8 * (length + 1)
    next = frame[place] ?? 0
    place += size
  }
  return decodeTransport(frame, place, next, { isFragment, addresses: start + 8, addressLength: 16 })
}

function decodeTransport(
  frame: Uint8Array,
  place: number,
  protocol: number,
  packet: Pick<Datagram, 'isFragment' | 'addresses' | 'addressLength'>,
): Decoded {
  if (protocol === TCP) return { kind: 'tcp' }
  if (protocol !== UDP) return { kind: 'other-ip' }
  if (place + 8 > frame.length) return CUT
  const length = u16(frame, place + 4)
  if (length < 8) return { kind: 'other-ip' }
  return {
    kind: 'udp',
    start: place + 8,
    length: length - 8,
    sourcePort: u16(frame, place),
    targetPort: u16(frame, place + 2),
    ...packet,
  }
}
