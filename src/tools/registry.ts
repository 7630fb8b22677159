import type { ComponentType } from 'react'

/** A page beside the labs, loaded when somebody goes there. */
export interface Tool {
  /** Its place in the address: `#/segments`. */
  readonly id: string
  readonly title: string
  /** One plain sentence: what it is for. */
  readonly summary: string
  readonly foot: string
  readonly load: () => Promise<ComponentType>
}

export const TOOLS: readonly Tool[] = [
  {
    id: 'season',
    title: 'The season',
    summary:
      'Eight episodes on one time line: what each structure keeps, what it throws away, and what production really uses.',
    foot: 'steps, badges, and a quick reference to print',
    load: async () => (await import('../season/SeasonPage.tsx')).SeasonPage,
  },
  {
    id: 'faq',
    title: 'Asked often',
    summary:
      'Does Kafka wait for the slowest consumer? Is Redis’s LRU an LRU? Plain answers, each with the moment of a lab that shows it.',
    foot: '28 questions',
    load: async () => (await import('../season/FaqPage.tsx')).FaqPage,
  },
  {
    id: 'coverage',
    title: 'Where everything is',
    summary:
      'Every slide, animation and term of the episode, and every point where its sketch is not the real thing: and where to find it here.',
    foot: 'a table, held by a test',
    load: async () => (await import('../season/CoveragePage.tsx')).CoveragePage,
  },
  {
    id: 'million',
    title: 'A million events a second',
    summary:
      'The whole ingestion pipeline in a worker, by the clock or flat out, and the board that falls out of it.',
    foot: 'measures this device · 10 million viewers',
    load: async () => (await import('./million/MillionPage.tsx')).MillionPage,
  },
  {
    id: 'segments',
    title: 'Log segments',
    summary: 'Open a broker’s .log file batch by batch and byte by byte, and see what is wrong with it.',
    foot: 'takes log segments, or shows one of ours',
    load: async () => (await import('./segments/SegmentsPage.tsx')).SegmentsPage,
  },
  {
    id: 'speed',
    title: 'Why a log is fast',
    summary: 'Writing in order, batches, zero-copy, the page cache: each measured on your own device.',
    foot: 'measures this device · cluster calculator',
    load: async () => (await import('./speed/SpeedPage.tsx')).SpeedPage,
  },
  {
    id: 'streams',
    title: 'Streams in your browser',
    summary:
      'The web’s own backpressure, run for real: highWaterMark, desiredSize, pull(), and tee()’s trap.',
    foot: 'runs in this browser, in real time',
    load: async () => (await import('./streams/StreamsPage.tsx')).StreamsPage,
  },
  {
    id: 'events',
    title: 'Your own events',
    summary:
      'Drop a log of events, or of clicks with any columns: it becomes a trending board, and its broken lines dead letters to mend.',
    foot: 'takes NDJSON, gzip of it, CSV',
    load: async () => (await import('./events/EventsPage.tsx')).EventsPage,
  },
]
