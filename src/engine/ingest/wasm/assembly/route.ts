import { mix } from './hash'

const SEED: u32 = 0x9747b28c
const M: u32 = 0x5bd1e995
const KEY_BYTES: u32 = 4
const PARTITIONS: u32 = 50
const SALTS: u32 = 16

/** In the order of KEYINGS. */
const BY_USER: i32 = 0
const BY_DEDICATED: i32 = 1
const BY_TITLE: i32 = 2

/** route.ts `murmur2OfInt`, without its sign. */
function hashOf(key: u32): u32 {
  let k = bswap<u32>(key)
  k *= M
  k = (k ^ (k >>> 24)) * M
  let h = ((SEED ^ KEY_BYTES) * M) ^ k
  h = (h ^ (h >>> 13)) * M
  return (h ^ (h >>> 15)) & 0x7fff_ffff
}

/** route.ts `partitionOf`. */
export function partitionOf(key: u32): u32 {
  return hashOf(key) % PARTITIONS
}

/** Routing.partitionOf, for all keyings but the first. */
function partitionBy(keying: i32, user: u32, title: u32, hot: usize, titles: u32): u32 {
  const isKnown = title < titles
  if (keying == BY_DEDICATED)
    return isKnown && load<u8>(hot + title) == 1 ? 0 : 1 + (hashOf(user) % (PARTITIONS - 1))
  if (!isKnown) return partitionOf(user)
  return partitionOf(keying == BY_TITLE ? title : title * SALTS + (mix(user) & (SALTS - 1)))
}

/** PartitionLogs.append. */
export function append(
  endOffset: usize,
  topicOf: usize,
  dims: usize,
  user: usize,
  title: usize,
  hot: usize,
  titles: u32,
  keying: i32,
  selection: usize,
  count: i32,
): void {
  for (let k: i32 = 0; k < count; k++) {
    const at = (<usize>load<u32>(selection + ((<usize>k) << 2))) << 2
    const topic = <u32>load<u8>(topicOf + (load<u32>(dims + at) & 31))
    const partition =
      keying == BY_USER
        ? partitionOf(load<u32>(user + at))
        : partitionBy(keying, load<u32>(user + at), load<u32>(title + at), hot, titles)
    const cell = endOffset + ((<usize>(topic * PARTITIONS + partition)) << 3)
    store<f64>(cell, load<f64>(cell) + 1)
  }
}
