/** How many times as fast access in order was as access at random, by whom and when. */
export interface Claim {
  readonly what: string
  readonly times: number
  readonly about: string
  readonly from: 'whiteboard' | 'source'
}

/** What is said of access in order and at random. Sources: the ones named; Jacobs as printed in CACM 52(8), page 43. */
export const CLAIMS: readonly Claim[] = [
  { what: 'slide 12, its heading', times: 100, about: '“100 times”', from: 'whiteboard' },
  {
    what: 'slide 12, its comment',
    times: 6_000,
    about: '600 MB/s beside 100 kB/s; not what the heading says',
    from: 'whiteboard',
  },
  {
    what: 'Kafka’s documentation, writes',
    times: 6_000,
    about: 'six disks of 7,200 turns a minute in RAID 5',
    from: 'source',
  },
  {
    what: 'Jacobs 2009, a disk, reads',
    times: 150_000,
    about: '“more than”; four-byte values',
    from: 'source',
  },
  {
    what: 'Jacobs 2009, an SSD, reads',
    times: 10_000,
    about: '“roughly four orders of magnitude”',
    from: 'source',
  },
  { what: 'Jacobs 2009, memory, reads', times: 10, about: '“an order of magnitude or more”', from: 'source' },
  {
    what: 'NVMe drive of 2022, reads',
    times: 1.3,
    about: 'data sheet of a 990 PRO: 7,450 MB/s beside 1.4 million reads of 4 KiB, 32 waiting at a time',
    from: 'source',
  },
]
