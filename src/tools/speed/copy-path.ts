/** How a broker hands a stretch of its log to a reader. */
export interface Sending {
  /** sendfile: the kernel is told to send a piece of a file. */
  readonly zeroCopy: boolean
  /** Encryption, which needs the bytes in the process. */
  readonly tls: boolean
}

export const PLACES = ['disk', 'page cache', 'broker', 'socket buffer', 'network card'] as const
export type Place = (typeof PLACES)[number]

/** One copy of the bytes on their way. */
export interface Hop {
  readonly from: Place
  readonly to: Place
  readonly who: string
}

export interface CopyPath {
  readonly hops: readonly Hop[]
  readonly systemCalls: readonly string[]
  readonly words: string
}

/**
 * The way of the bytes, as Kafka's documentation counts it: read and write take four copies and two system calls;
 * sendfile goes from the page cache to the card. With TLS Kafka does not use sendfile: the broker must encrypt.
 */
export function copyPath({ zeroCopy, tls }: Sending): CopyPath {
  const fromDisk: Hop = { from: 'disk', to: 'page cache', who: 'the kernel, and only if it is not there yet' }
  if (zeroCopy && !tls)
    return {
      hops: [fromDisk, { from: 'page cache', to: 'network card', who: 'the card itself (DMA)' }],
      systemCalls: ['sendfile'],
      words: 'The broker never touches the bytes: they lie in the log as they go over the wire.',
    }
  return {
    hops: [
      fromDisk,
      { from: 'page cache', to: 'broker', who: 'the processor' },
      { from: 'broker', to: 'socket buffer', who: 'the processor' },
      { from: 'socket buffer', to: 'network card', who: 'the card itself (DMA)' },
    ],
    systemCalls: ['read', 'write'],
    words: !tls
      ? 'Into the broker and out again, only to be handed on unchanged.'
      : zeroCopy
        ? 'sendfile can’t encrypt: with TLS the broker falls back to reading, encrypting and writing.'
        : 'Into the broker, encrypted there, and out again.',
  }
}
