/** The compressions of record batch v2, in the order of their numbers in the attributes (bits 0 to 2). */
export const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

export type Compression = (typeof COMPRESSIONS)[number]

/** Packs and unpacks bytes at once. The engine brings none: whoever has a library hands one in. */
export interface Codec {
  compress(bytes: Uint8Array): Uint8Array
  /** Null when the bytes are not what `compress` makes, or unpack to more than `most` bytes. */
  decompress(bytes: Uint8Array, most: number): Uint8Array | null
}

/** The compressions at hand beside none. */
export type Codecs = { readonly [Name in Exclude<Compression, 'none'>]?: Codec }

/** The most bytes a batch may unpack to: hostile bytes of a few kilobytes can claim gigabytes. */
export const MAX_UNPACKED_BYTES = 64 * 2 ** 20
