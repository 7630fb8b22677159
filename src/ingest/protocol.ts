import type { Outcome } from '../shared/outcome.ts'

/** Events a second that a run can be asked for. Each viewer makes one every ten seconds. */
export const RATES = [100_000, 250_000, 1_000_000, 2_000_000] as const
/** Seconds of event time after which a run may stand still by itself. */
export const LENGTHS = [0, 60, 600, 3_600] as const
/** Among how many workers a run can be shared. */
export const WORKERS = [1, 2] as const

/** What a run is made with. */
export interface RunSettings {
  readonly seed: number
  /** Events a second; ten times as many viewers watch at once. */
  readonly rate: number
  readonly titles: number
  readonly workers: number
  /** Seconds of event time after which it stands still; 0: never by itself. */
  readonly seconds: number
  /** Duplicates by the producers' sequence numbers, or by fingerprints of ids. */
  readonly dedupe: 'sequence' | 'fingerprint'
}

/** By the clock of the machine, or as fast as it goes. */
export type Pace = 'clock' | 'flat'

/** What can go wrong by the press of a button. Those with a spell end by themselves, or by the same button. */
export const FAULTS = ['viral', 'release', 'bots', 'outage', 'landing', 'crash'] as const
export type Fault = (typeof FAULTS)[number]

/** How many bots come, and how many seconds of event time each fault lasts. */
export const BOTS = 20_000
export const SPELLS: Readonly<Record<Exclude<Fault, 'bots' | 'crash'>, number>> = {
  viral: 600,
  release: 600,
  outage: 60,
  landing: 10,
}

/** The worker that the page talks to. */
export interface MillionApi {
  /**
   * Makes the audience and the pipeline, and waits; at the other ends of `ports` are workers that share the run. Refused
   * where there is not enough memory.
   */
  open(settings: RunSettings, ports: readonly MessagePort[]): Promise<Outcome<null>>
  /** Takes the share `index` of a run that another worker leads, through this port. Accepted once it is made. */
  join(settings: RunSettings, index: number, port: MessagePort): Promise<Outcome<null>>
  /** Answers never, as long as the worker lives: whoever asks hears of its end. */
  live(): Promise<never>
  /** Runs on at this pace from where it stands. */
  go(pace: Pace): Promise<void>
  /** Stands still at the end of a tick. */
  pause(): Promise<void>
  /** Switches a fault; the answer says in a few words what happens. */
  press(fault: Fault): Promise<Outcome<string>>
  /** How the run stands, written into the buffer that was handed over; `null`: into a new one. */
  look(spent: ArrayBuffer | null): Promise<ArrayBuffer>
}
