import { FILLED, STATE_SHIFT, TOP } from './live'
import { PRECISION_SHIFT } from './panes'

/**
 * LiveWindows.hours: estimate.ts `estimateOf` for the hour of all titles. `tables` has by precision the address of the parts of
 * empty registers, and `scales` what is divided by z. Titles with registers of the highest rank get -1; returns how many.
 */
export function estimateHours(
  states: usize,
  packed: usize,
  titles: i32,
  tables: usize,
  scales: usize,
  hours: usize,
): i32 {
  let left: i32 = 0
  for (let title: usize = 0; title < <usize>titles; title++) {
    const state = states + (title << STATE_SHIFT)
    const filled = <usize>load<u16>(state, FILLED)
    const out = hours + (title << 3)
    if (filled == 0) {
      store<f64>(out, 0)
      continue
    }
    if (load<u16>(state, TOP) != 0) {
      store<f64>(out, -1)
      left += 1
      continue
    }
    const precision = <usize>(load<u32>(packed + (title << 2)) >>> PRECISION_SHIFT)
    const empty = <usize>load<u32>(tables + (precision << 2)) + ((((<usize>1) << precision) - filled) << 3)
    store<f64>(out, load<f64>(scales + (precision << 3)) / (load<f64>(state) + load<f64>(empty)))
  }
  return left
}
