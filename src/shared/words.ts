/** 12345 as "12,345" */
export const grouped = (count: number): string => count.toLocaleString('en')

/** "1 page", "3 pages" */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** "1 packet", "12,345 packets" */
export const counted = (count: number, noun: string): string =>
  `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
