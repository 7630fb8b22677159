import { gunzipSync, gzipSync } from 'node:zlib'
import type { Codec } from '../../src/engine/log/bytes/compression.ts'

/** Gzip by Node's own zlib, for tests and measurements: the engine brings none. */
export const gzipCodec: Codec = {
  compress: (bytes) => new Uint8Array(gzipSync(bytes)),
  decompress(bytes, most) {
    try {
      return new Uint8Array(gunzipSync(bytes, { maxOutputLength: most }))
    } catch {
      return null
    }
  },
}
