import {
  KIB,
  strategyOf,
  type Place,
  type StreamLane,
  type StreamSettings,
} from '../../engine/flow/streams/settings.ts'
import type { Judged } from '../../streams/protocol.ts'

export const LANE_WORDS: Readonly<Record<StreamLane, { readonly title: string; readonly about: string }>> = {
  push: {
    title: 'Whiteboard: enqueue, whatever desiredSize says',
    about:
      'A timer calls controller.enqueue() at its own pace. Nothing stops it: enqueue() takes every chunk, and the queue grows.',
  },
  pull: {
    title: 'Production: make a chunk when pull() asks',
    about:
      'The stream calls pull() while desiredSize is above 0, and not again until the chunk is there. The sink’s pace travels back through every queue to the source.',
  },
}

export const PLACE_WORDS: Readonly<Record<Place, string>> = {
  source: 'Source',
  branch: 'tee(), first branch',
  slow: 'tee(), slow branch',
  writable: 'Transform, writable side',
  readable: 'Transform, readable side',
  sink: 'Sink',
}

/** The queues of a chain, in the order in which chunks pass; the slow branch last, beside the chain. */
export const placesOf = ({ tee }: StreamSettings): readonly Place[] =>
  tee
    ? ['source', 'branch', 'writable', 'readable', 'sink', 'slow']
    : ['source', 'writable', 'readable', 'sink']

const trimmed = (value: number, digits: number): string =>
  value.toFixed(digits).replace(/\.0+$/, '').replace('-', '−')

/** A size in what a queue's strategy counts: "12", "12 KiB". */
export const inUnits = (settings: StreamSettings, place: Place, size: number): string =>
  strategyOf(settings, place).measure === 'count' ? trimmed(size, 0) : `${trimmed(size / KIB, 1)} KiB`

/** A number of the comparison, with its unit. */
export function inWords(value: number, unit: Judged['unit']): string {
  switch (unit) {
    case 's':
      return `${value.toFixed(2)} s`
    case 'B':
      // A bound is a byte below a whole number of KiB.
      return Number.isInteger(value / 512)
        ? `${trimmed(value / KIB, 1)} KiB`
        : `${value.toLocaleString('en')} B`.replace('-', '−')
    case 'chunks':
    case 'times':
      return trimmed(value, 0)
  }
}
