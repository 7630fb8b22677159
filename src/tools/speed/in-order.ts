import { short } from './numbers.ts'

/** How many times as fast large pieces in order are as small ones at random. `median` gives a series' middle by its id. */
export const ratioOf = (median: (id: string) => number, verb: string): number =>
  median(`${verb}-sequential-64k`) / median(`${verb}-random-4k`)

/** What the three ways of going through a file come to: whether it is the order that counts, or the size of the pieces. */
export function inOrderOrNot(median: (id: string) => number, verb: string, doing: string): string {
  const small = median(`${verb}-sequential-4k`) / median(`${verb}-random-4k`)
  const counts =
    small < 1.5
      ? 'So the order hardly counts here; the size of the pieces does.'
      : 'So the order counts here, even in pieces of the same size.'
  return `On this device, now: ${doing} 64 KiB at a time in order is ${short(ratioOf(median, verb))} times as fast as 4 KiB at random places, and 4 KiB at a time in order ${short(small)} times as fast. ${counts}`
}
