const SEED: u32 = 0x9747b28c
const M: u32 = 0x5bd1e995
const KEY_BYTES: u32 = 4
const PARTITIONS: u32 = 50

/** route.ts `partitionOf`. */
export function partitionOf(user: u32): u32 {
  let k = bswap<u32>(user)
  k *= M
  k = (k ^ (k >>> 24)) * M
  let h = ((SEED ^ KEY_BYTES) * M) ^ k
  h = (h ^ (h >>> 13)) * M
  return ((h ^ (h >>> 15)) & 0x7fff_ffff) % PARTITIONS
}

/** PartitionLogs.append. */
export function append(
  endOffset: usize,
  topicOf: usize,
  dims: usize,
  user: usize,
  selection: usize,
  count: i32,
): void {
  for (let k: i32 = 0; k < count; k++) {
    const at = (<usize>load<u32>(selection + ((<usize>k) << 2))) << 2
    const topic = <u32>load<u8>(topicOf + (load<u32>(dims + at) & 31))
    const cell = endOffset + ((<usize>(topic * PARTITIONS + partitionOf(load<u32>(user + at)))) << 3)
    store<f64>(cell, load<f64>(cell) + 1)
  }
}
