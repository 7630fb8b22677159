import type { Outcome, Problem } from '../shared/outcome.ts'
import type { Params } from '../shared/params.ts'
import type { Engine } from '../engine/kernel/engine.ts'
import type { AnySimulation, Attachment, RunSpec, Scenario } from '../engine/kernel/simulation.ts'
import type { Style } from './style.ts'

/** What a person asked for, read and found sound. */
export interface Request {
  /** Null for a file without a scenario beside it. */
  readonly scenario: Scenario | null
  readonly seed: number
  /** A value for every setting: the default, the scenario's, or the one given. */
  readonly params: Params
  /** The settings given on the command line: key, and how it was written ("--fps 30"). */
  readonly given: ReadonlyMap<string, string>
  /** The path of the file the run is fed with. */
  readonly file: string | null
  /** The part of that file to take, by its id; null to leave it to the importer. */
  readonly part: string | null
  /** Where to write the table of rows. */
  readonly csv: string | null
  /** The folder for the run's segment files. */
  readonly exportTo: string | null
  readonly json: boolean
  readonly progress: boolean
}

/** A run that has come to its end. */
export interface FinishedRun {
  readonly request: Request
  readonly spec: RunSpec
  readonly engine: Engine<unknown, unknown, unknown>
  /** What a person should know beside the numbers: what an import mended, what a script could not do. */
  readonly notices: readonly string[]
}

/** A run in words and numbers. */
export interface Report {
  /** The one object that `--json` prints. */
  readonly json: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
}

/** How a lab takes part in the terminal. Everything that is not said here, its simulation's tables say. */
export interface TerminalLab {
  readonly id: string
  /** One line for the usage. */
  readonly about: string
  readonly simulation: AnySimulation
  /** The file it can be fed with; null when its simulation takes none. */
  readonly file: FileOption | null
  report(run: FinishedRun, style: Style): Report
}

export interface FileOption {
  /** The option that names the file, without its hyphens. */
  readonly option: string
  readonly help: string
  /** The option that names a part of the file, where it has several. */
  readonly part: {
    readonly option: string
    readonly value: string
    readonly help: string
    /** The part's id, however it was written. */
    read(text: string): Outcome<string>
  }
  /** Why the file cannot go with the rest of the request; null when it can. Asked before the file is read. */
  conflict(request: Request): Problem | null
  /** The settings that this file asks for where none were given, and what there is to say about it. */
  fit(
    attachment: Attachment,
    request: Request,
  ): { readonly params: Params; readonly notices: readonly string[] }
}
