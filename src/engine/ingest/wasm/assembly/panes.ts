/** A pane as the kernels see it: eight words, in rising order of their numbers. */
export const PANE_BYTES: usize = 32
export const NUMBER: usize = 0
export const REGISTERS: usize = 4
export const PRESENT: usize = 8
export const STARTS: usize = 12
export const ON_TIME: usize = 16
export const LATE: usize = 20

/** Layout: the precision in a word's four highest bits, whether the title is promoted, and where its registers begin. */
export const PRECISION_SHIFT: u32 = 28
export const PROMOTED: u32 = 1 << 27
export const BASE_MASK: u32 = PROMOTED - 1
