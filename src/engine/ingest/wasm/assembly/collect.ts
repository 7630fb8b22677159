import { mix } from './hash'

const TICK_MS: i32 = 100
const REGION_COUNT: u32 = 5

/**
 * Collectors.take: counts the events of a batch by collector and ms. `count` cells have events already; those that get their
 * first are listed in `touched`. Returns how many cells have events then.
 */
export function tally(
  cells: usize,
  touched: usize,
  count: i32,
  dims: usize,
  device: usize,
  receivedTime: usize,
  length: i32,
  tickMs: i32,
  perRegion: u32,
  away: i32,
): i32 {
  let next = touched + ((<usize>count) << 2)
  const share = <f64>perRegion / 4294967296.0
  for (let i: i32 = 0; i < length; i++) {
    const at = (<usize>i) << 2
    const told = (load<u32>(dims + at) >>> 8) & 7
    const region: u32 = told < REGION_COUNT ? told : 0
    const place = <u32>floor<f64>(<f64>mix(load<u32>(device + at)) * share)
    let collector = region * perRegion + place
    if (<i32>collector == away)
      collector =
        perRegion == 1 ? (collector + 1) % REGION_COUNT : region * perRegion + ((place + 1) % perRegion)
    const ms = max(0, min(TICK_MS - 1, load<i32>(receivedTime + at) - tickMs))
    const cell = collector * <u32>TICK_MS + <u32>ms
    const old = cells + ((<usize>cell) << 2)
    const before = load<u32>(old)
    if (before == 0) {
      store<u32>(next, cell)
      next += 4
    }
    store<u32>(old, before + 1)
  }
  return <i32>((next - touched) >>> 2)
}
