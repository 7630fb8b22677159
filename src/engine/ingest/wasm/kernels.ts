/** What the module does, by addresses in its memory. */
export interface Kernels {
  /** Adds the registers `base` .. `end` - 1 to the entries, in the pane of the entry `fresh`; returns how many were squeezed. */
  merge(entries: number, registers: number, base: number, end: number, fresh: number): number
}
