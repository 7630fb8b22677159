import type { CaseId } from './codes.ts'

/** One row's traffic: what one worker serves, and what its messages are. */
export interface CaseSpec {
  /** Messages a second that one worker serves. */
  readonly service: number
  readonly serviceShape: 'constant' | 'exponential'
  /** Sessions, symbols, groups of pictures: what a message belongs to. */
  readonly keys: number
  readonly bytes: number
  /** Its queue, as a share of the setting's. */
  readonly queue: number
  /** What is lost cannot be made good: with care, whoever finds the queue full waits. */
  readonly isLossless: boolean
}

/** Pictures of a group: the first stands alone, every second refers to the one before, the others serve nobody. */
export const GROUP = 12

export const CASE_SPECS: Record<CaseId, CaseSpec> = {
  payments: { service: 40, serviceShape: 'exponential', keys: 500, bytes: 800, queue: 1, isLossless: true },
  video: {
    service: 60,
    serviceShape: 'constant',
    keys: 2_048,
    bytes: 12_000,
    queue: 0.25,
    isLossless: false,
  },
  metrics: {
    service: 200,
    serviceShape: 'exponential',
    keys: 1_000,
    bytes: 200,
    queue: 1,
    isLossless: false,
  },
  audit: { service: 60, serviceShape: 'exponential', keys: 200, bytes: 600, queue: 1, isLossless: true },
  tickers: { service: 200, serviceShape: 'exponential', keys: 50, bytes: 100, queue: 1, isLossless: false },
  notifications: {
    service: 80,
    serviceShape: 'exponential',
    keys: 5_000,
    bytes: 400,
    queue: 1,
    isLossless: true,
  },
}

/** A picture that others refer to. */
export const isReference = (item: number): boolean => (item % GROUP) % 2 === 0

export const groupOf = (item: number): number => Math.floor(item / GROUP)
